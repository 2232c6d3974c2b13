// Let the button ask the browser for a passkey, and send what it answers.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-confirm-passkey]");
  window.allauth.webauthn.forms.authenticateForm({
    ids: {
      authenticate: button.id,
      credential: button.form.elements.credential.id,
      data: "js_data",
    },
  });
});

// Take the invitation code from the part of the address that browsers do not send, put it into
// the form, and take it out of the address, so that it stays in no history.
"use strict";
{
  const field = document.querySelector("form[data-invitation] [name=token]");
  const code = location.hash.slice(1);
  if (field && code) {
    field.value = code;
    history.replaceState(null, "", location.pathname);
  }
}

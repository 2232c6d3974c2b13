"""Signing in: one road, allauth, with a second factor; no mail, no addresses."""

from ambasada.config.environment import read_environment

_staff = read_environment().staff_url

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        # NIST SP 800-63B-4 asks 15 characters of a password that stands alone; ours never
        # does, and a phrase of this length is still asked for.
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

ACCOUNT_ADAPTER = "ambasada.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# User names are small letters. Looked up as the database compares letters, one name could be
# written in many ways, and each would have its own count of failures.
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
# Nobody has an address here, so limits "by address" hold for everybody together: wide enough that
# a stranger's guessing does not keep the members out, with the limit on one name kept.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,5/300s/key"}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False

MFA_ADAPTER = "ambasada.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A key that is only touched proves that somebody is there, not who.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "add_webauthn": "ambasada.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "ambasada.accounts.forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "Ambasada"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s: phones of volunteers drift
# Browsers hold every *.localhost for safe; fido2 does so only when told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _staff.hostname == "admin.localhost"

# Host-only cookies of the staff origin; readers never get one.
SESSION_COOKIE_NAME = "staff_session"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = _staff.scheme == "https"
SESSION_COOKIE_AGE = 12 * 60 * 60  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "staff_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's own scripts read it
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_TRUSTED_ORIGINS = [_staff.geturl()]

# A site with every fault below /before and every remedy below /after. In place of a line such as "#: challenge" its snippet is put.
import sys
from wsgiref.simple_server import make_server

from django.conf import settings

settings.configure(SECRET_KEY="tests", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"], MIDDLEWARE=[],
                   SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies", REST_FRAMEWORK={"UNAUTHENTICATED_USER": None})

import django

django.setup()

from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test.utils import override_settings
from django.urls import path
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


class Person:
    is_authenticated = True
    is_active = True


class Nobody:
    is_authenticated = False


def find_user(token):
    return Person() if token == "good" else None


def verify(token):
    claims = {"good": {"scope": "orders:read"}, "weak": {"scope": "profile"}}.get(token)
    return claims and (Person(), claims)


def authenticate_token(request):
    found = verify(request.headers.get("Authorization", "").partition(" ")[2])
    if "Authorization" in request.headers and not found:
        raise AuthenticationFailed()
    return found


class TokensOfNoChallenge(BaseAuthentication):
    def authenticate(self, request):
        return authenticate_token(request)


def naming(challenge):
    return type("Naming", (TokensOfNoChallenge,), {"authenticate_header": lambda self, request: challenge})


def guarded(*classes, permissions=(IsAuthenticated,), **members):
    return type("Orders", (APIView,), {"authentication_classes": classes, "permission_classes": permissions, "get": lambda self, request: Response([]), **members}).as_view()


def refusing(status, **fields):
    def judge(request):
        response = HttpResponse(status=status)
        for name, value in fields.items():
            response[name.replace("_", "-")] = value
        return response
    return judge


def insufficient(request):
    return refusing(401, WWW_Authenticate='Bearer realm="api", error="insufficient_scope"')(request)


def reading_people_only(view):
    def judge(request):
        response = view(request)
        if response.status_code == 200:
            response["Access-Control-Allow-Origin"] = "https://app.example.org"
        return response
    return judge


def signing_in(request):
    request.session["user"] = "anna"
    return HttpResponse(status=204)


orders = guarded(naming('Bearer realm="api"'))
cached = refusing(401, WWW_Authenticate='Bearer realm="api"', Cache_Control="public, max-age=600")

urlpatterns_before = {
    "challenge/orders": guarded(SessionAuthentication, TokensOfNoChallenge),
    "basic/orders": guarded(naming("Basic")),
    "bearer/orders": guarded(naming("Bearer")),
    "scope/orders": insufficient,
    "resource-metadata/orders": guarded(naming('Bearer realm="api"')),
    "no-login-page/orders": lambda request: redirect("/login"),
    "no-store/orders": cached,
    "cors/orders": reading_people_only(orders),
    "cookie/sign-in": SessionMiddleware(signing_in),
}


def challenge():
    #: challenge
    return {"orders": Orders.as_view()}


def basic():
    #: basic
    return {"orders": guarded(type("B", (BasicInUtf8,), {"authenticate_credentials": lambda *_: exec("raise AuthenticationFailed()")}))}


def bearer():
    #: bearer
    return {"orders": guarded(BearerAuthentication)}


def scope():
    #: scope
    return {"orders": guarded(TokensOfNoChallenge, permissions=(NeedsScope,), scope="orders:read")}


def resource_metadata():
    #: resource-metadata
    return {"orders": guarded(BearerAuthentication), urlpatterns[0].pattern._route: metadata}


def no_login_page():
    #: no-login-page
    def nobodys(request):
        request.user = Nobody()
        return login_required(lambda request: HttpResponse())(request)
    return {"orders": nobodys}


def no_store():
    #: no-store
    return {"orders": keep_no_refusal(cached)}


def cors():
    #: cors
    return {"orders": cross_origin(orders)}


def cookie():
    #: cookie
    named = {name: value for name, value in locals().items() if name.isupper()}

    def sign_in(request):
        with override_settings(**named):
            return SessionMiddleware(signing_in)(request)
    return {"sign-in": sign_in}


def without_csrf(view):
    view = (lambda inner: lambda request: inner(request))(view)
    view.csrf_exempt = True
    return view


urlpatterns = [path(f"before/{address}", without_csrf(view)) for address, view in urlpatterns_before.items()]
for remedy in [challenge, basic, bearer, scope, resource_metadata, no_login_page, no_store, cors, cookie]:
    for address, view in remedy().items():
        urlpatterns.append(path(f"after/{remedy.__name__.replace('_', '-')}/{address}", without_csrf(view)))

make_server("127.0.0.1", int(sys.argv[1]), WSGIHandler()).serve_forever()

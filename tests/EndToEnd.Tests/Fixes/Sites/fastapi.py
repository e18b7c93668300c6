# A site with every fault below /before and every remedy below /after. In place of a line such as "#: challenge" its snippet is put.
import sys

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Response


def find_user(shown, password=None):
    token = shown.headers.get("Authorization", "").partition(" ")[2] if hasattr(shown, "headers") else shown
    return "anna" if token == "good" else None


def verify(token):
    return {"good": {"scope": "orders:read"}, "weak": {"scope": "profile"}}.get(token)


def new_session():
    return "mF9B5f41JqM3vT8w"


def refusing(app, status, headers):
    @app.get("/orders")
    def orders():
        raise HTTPException(status, headers=headers)


def bare_challenge(app):
    refusing(app, 401, None)


def before_cors(app):
    @app.middleware("http")
    async def guard(request, call_next):
        if not find_user(request):
            return Response(status_code=401, headers={"WWW-Authenticate": 'Bearer realm="api"'})
        response = await call_next(request)
        response.headers["Access-Control-Allow-Origin"] = "https://app.example.org"
        return response

    app.get("/orders")(lambda: [])


def before_cookie(app):
    @app.post("/sign-in", status_code=204)
    def sign_in(response: Response):
        response.set_cookie("session", new_session())


before = {
    "challenge": bare_challenge,
    "basic": lambda app: refusing(app, 401, {"WWW-Authenticate": "Basic"}),
    "bearer": lambda app: refusing(app, 401, {"WWW-Authenticate": "Bearer"}),
    "scope": lambda app: refusing(app, 401, {"WWW-Authenticate": 'Bearer realm="api", error="insufficient_scope"'}),
    "resource-metadata": lambda app: refusing(app, 401, {"WWW-Authenticate": 'Bearer realm="api"'}),
    "no-login-page": lambda app: refusing(app, 302, {"Location": "/login"}),
    "no-store": lambda app: refusing(app, 401, {"WWW-Authenticate": 'Bearer realm="api"', "Cache-Control": "public, max-age=600"}),
    "cors": before_cors,
    "cookie": before_cookie,
}


def challenge(app):
    #: challenge
    pass


def basic(app):
    #: basic
    pass


def bearer(app):
    #: bearer
    pass


def scope(app):
    def claims():
        return verify("weak")
    #: scope


def resource_metadata(app):
    #: resource-metadata
    pass


def no_login_page(app):
    #: no-login-page
    pass


def no_store(app):
    before["no-store"](app)
    #: no-store


def cors(app):
    @app.middleware("http")
    async def guard(request, call_next):
        if not find_user(request):
            return Response(status_code=401, headers={"WWW-Authenticate": 'Bearer realm="api"'})
        return await call_next(request)

    app.get("/orders")(lambda: [])
    #: cors


def cookie(app):
    #: cookie
    pass


after = {add.__name__.replace("_", "-"): add for add in [challenge, basic, bearer, scope, resource_metadata, no_login_page, no_store, cors, cookie]}

site = FastAPI()
for when, remedies in {"before": before, "after": after}.items():
    for remedy, add in remedies.items():
        app = FastAPI()
        add(app)
        site.mount(f"/{when}/{remedy}", app)

uvicorn.run(site, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")

"""Recordings to inspect, made up: alike at every run."""

import base64
import json
import random


def har(path, entries):
    """A HAR of a shop's page and its API: signed tokens, a cookie, pages, scripts without content, and now and then a 401."""
    chance = random.Random(7616)
    token = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (
        b'{"alg":"ES256","kid":"k1","typ":"at+jwt"}', b'{"iss":"https://id.example","sub":"anna","aud":"https://api.example","exp":1795000000,"scope":"read write"}', bytes(range(64))))
    rows = [{"id": n, "name": f"Ordinary thing {n}", "price": 9.5 * n, "tags": ["new", "cheap"], "links": {"self": f"https://api.example/things/{n}"}} for n in range(12)]
    page = "<!doctype html><html><head><title>Shop</title></head><body>" + "<p>A page of some length, as pages are.</p>\n" * 60 + "</body></html>"

    def entry(number):
        kind = chance.choices(("api", "script", "page", "refused"), (60, 25, 10, 5))[0]
        url = {"api": f"https://api.example/things?page={number % 50}", "script": f"https://cdn.example/assets/app.{number % 90}.js",
               "page": f"https://shop.example/page/{number % 70}", "refused": f"https://api.example/orders/{number % 40}"}[kind]
        asked = [("Host", url.split("/")[2]), ("Accept", "application/json"), ("Accept-Encoding", "gzip, deflate, br"), ("Accept-Language", "en-GB,en;q=0.5"),
                 ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://shop.example")]
        if kind in ("api", "refused"):
            asked.append(("Authorization", f"Bearer {token}"))
        if kind == "page":
            asked.append(("Cookie", "session=0123456789abcdef0123456789abcdef; theme=dark"))
        answered = [("Date", "Mon, 23 Nov 2026 10:00:00 GMT"), ("Content-Type", {"api": "application/json", "script": "text/javascript", "page": "text/html", "refused": "application/problem+json"}[kind]),
                    ("Cache-Control", "no-store" if kind == "refused" else "private, max-age=60"), ("Server", "nginx"), ("Vary", "Origin"), ("Access-Control-Allow-Origin", "https://shop.example"),
                    ("Strict-Transport-Security", "max-age=31536000")]
        if kind == "refused":
            answered.append(("WWW-Authenticate", 'Bearer realm="shop", error="invalid_token", error_description="The token ended"'))
        content = {"api": json.dumps({"page": number, "items": rows}), "page": page, "refused": json.dumps({"title": "Unauthorized", "status": 401})}.get(kind)
        return {"startedDateTime": f"2026-11-23T10:{number // 600 % 60:02}:{number // 10 % 60:02}.{number % 10}00Z", "time": 12.5,
                "request": {"method": "GET", "url": url, "httpVersion": "http/2.0", "headers": fields(asked), "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
                "response": {"status": 401 if kind == "refused" else 200, "statusText": "", "httpVersion": "http/2.0", "headers": fields(answered), "cookies": [], "redirectURL": "", "headersSize": -1, "bodySize": -1,
                             "content": {"size": len(content or ""), "mimeType": dict(answered)["Content-Type"]} | ({"text": content} if content else {})},
                "cache": {}, "timings": {"send": 0.1, "wait": 12, "receive": 0.4}, "serverIPAddress": "192.0.2.7"}

    with open(path, "w", encoding="utf-8") as file:
        json.dump({"log": {"version": "1.2", "creator": {"name": "Firefox", "version": "130.0"}, "entries": [entry(number) for number in range(entries)]}}, file)


def fields(pairs):
    return [{"name": name, "value": value} for name, value in pairs]

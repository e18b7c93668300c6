"""A day of a busy site as a combined log: pages, assets, an API with Basic and tokens, crawlers, scans, a guesser, and an outage of ten minutes."""

import random
import time

BROWSERS = [f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
            for system in ("Windows NT 10.0; Win64; x64", "X11; Linux x86_64", "Macintosh; Intel Mac OS X 10_15_7") for version in range(118, 143)]
ROBOTS = ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"]
PROGRAMS = ["okhttp/4.12.0", "python-requests/2.32.3", "Go-http-client/2.0", "axios/1.7.9", "curl/8.14.1"]
PAGES = ["/", "/products", "/products/{}", "/about", "/search?q=item{}", "/blog/{}", "/cart", "/static/app.{}.js", "/static/site.css", "/images/{}.webp"]
CALLS = ["/api/v1/orders/{}", "/api/v1/orders", "/api/v1/customers/{}", "/api/v1/stock?since={}", "/api/v1/me"]
DAY = 86_400


def address(number):
    return f"{11 + number % 180}.{number // 180 % 250}.{number * 7 % 256}.{1 + number * 13 % 254}"


def write(path, lines, seed=7):
    """Writes so many lines, give or take some."""
    chance = random.Random(seed)
    start = 1_763_856_000   # 2025-11-23, midnight
    clients = max(500, lines // 100)
    minute, stamp = -1, ""
    with open(path, "w", buffering=1 << 20) as log:
        for number in range(lines):
            now = start + number * DAY // lines
            if now // 60 != minute:
                minute = now // 60
                stamp = time.strftime("%d/%b/%Y:%H:%M", time.gmtime(now))
            when = f"[{stamp}:{now % 60:02} +0000]"
            roll = chance.random()
            outage = 50_400 <= now - start < 51_000
            if roll < 0.55:
                client = int(clients * chance.random() ** 2)
                page = chance.choice(PAGES).format(chance.randrange(5000))
                log.write(f'{address(client)} - - {when} "GET {page} HTTP/1.1" {chance.choice((200, 200, 200, 200, 304, 404, 302))} {chance.randrange(200, 90000)} "https://shop.example/" "{BROWSERS[client % len(BROWSERS)]}"\n')
            elif roll < 0.90:
                client = chance.randrange(max(50, clients // 20))
                call = chance.choice(CALLS).format(chance.randrange(9000))
                agent = PROGRAMS[client % len(PROGRAMS)]
                head = f'{address(client + 10_000_000)} - - {when} "GET {call} HTTP/1.1"'
                if outage:
                    log.write(f'{head} 401 112 "-" "{agent}"\n')
                    continue
                if chance.random() < 0.02:
                    log.write(f'{head} 401 112 "-" "{agent}"\n')
                log.write(f'{head} 200 {chance.randrange(100, 9000)} "-" "{agent}"\n')
            elif roll < 0.95:
                client = chance.randrange(300)
                head, tail = address(client + 20_000_000), f'{when} "GET /files/{chance.randrange(400)} HTTP/1.1"'
                log.write(f'{head} - - {tail} 401 179 "-" "{PROGRAMS[client % 3]}"\n{head} - user{client} {tail} 200 {chance.randrange(900, 90000)} "-" "{PROGRAMS[client % 3]}"\n')
            elif roll < 0.98:
                log.write(f'66.249.{chance.randrange(64, 96)}.{chance.randrange(1, 255)} - - {when} "GET {chance.choice(("/robots.txt", "/files/", "/admin/help", "/products"))} HTTP/1.1" {chance.choice((200, 401, 404))} 512 "-" "{chance.choice(ROBOTS)}"\n')
            elif roll < 0.995:
                log.write(f'{address(chance.randrange(1_000_000) + 30_000_000)} - - {when} "GET {chance.choice(("/.env", "/wp-login.php", "/.git/config", "/admin/"))} HTTP/1.1" {chance.choice((401, 404))} 179 "-" "{chance.choice(("Mozilla/5.0 zgrab/0.x", "-", "Mozilla/5.0"))}"\n')
            else:
                log.write(f'203.0.113.77 - name{chance.randrange(4000)} {when} "POST /login HTTP/1.1" 401 179 "-" "python-requests/2.32.3"\n')


if __name__ == "__main__":
    import sys
    write(sys.argv[1], int(sys.argv[2]))

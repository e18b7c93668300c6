"""A large configuration of nginx: servers with locations of all kinds, passwords, questions and expressions."""

SERVER = """server {{
    listen 443 ssl;
    server_name www{n}.example.org *.site{n}.example.org;
    root /srv/site{n};
    ssl_certificate /etc/nginx/tls/{n}.pem;
    ssl_certificate_key /etc/nginx/tls/{n}.key;
    proxy_set_header Host $host;
    proxy_set_header X-Remote-User $remote_user;
    location / {{
        try_files $uri $uri/ /index.php?$args;
    }}
    location /staff/ {{
        auth_basic "staff of {n}";
        auth_basic_user_file /etc/nginx/users{n};
    }}
    location ^~ /files/ {{
        satisfy any;
        allow 10.{low}.0.0/16;
        deny all;
        auth_basic "files";
        auth_basic_user_file /etc/nginx/users{n};
    }}
    location /api/ {{
        auth_request /ask;
        error_page 401 = @sign_in;
        proxy_set_header Authorization "Bearer secret{n}";
        proxy_pass http://backend{n};
    }}
    location = /ask {{
        internal;
        proxy_pass http://asked{n}/check;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
    }}
    location @sign_in {{
        return 302 https://sign-in.example.org/?back=$request_uri;
    }}
    location ~ \\.php$ {{
        fastcgi_pass unix:/run/php{n}.sock;
        include fastcgi_params;
    }}
    location ~* \\.(css|js|png)$ {{
        expires 7d;
    }}
}}
"""


def write(path, lines):
    """Writes so many lines, or some more; how many."""
    parts, count, n = ["events {}\nhttp {\n"], 3, 0
    while count < lines:
        part = SERVER.format(n=n, low=n % 250)
        parts.append(part)
        count += part.count("\n")
        n += 1
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(parts) + "}\n")
    return count

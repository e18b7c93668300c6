using System.Text;
using Countersign.TestKit;

namespace Countersign.EndToEnd.Lint;

/// <summary>Configurations as chance would have them, the same for the same number: locations of all kinds within each other, and what lets in, asks, refuses and leads elsewhere.</summary>
/// <param name="seed">The number.</param>
internal sealed class RandomNginx(uint seed)
{
    private static readonly string[] Parts = ["a", "b", "a/b", "a/b/", "b/c", "c/", "a/x.php", "admin", "admin/", "ab"];
    private static readonly string[] Expressions = ["\\.php$", "^/a", "b$", "^/(a|b)/", "/c/", "x", "(?i)ADMIN", "^/admin/.+\\.php$"];
    private static readonly string[] Rules =
    [
        "auth_basic \"r\"; auth_basic_user_file /etc/nginx/users;", "auth_basic off;", "auth_basic \"only\";", "auth_basic_user_file /etc/nginx/users;", "deny all;", "allow all;", "allow 10.0.0.0/8;", "allow 10.0.0.0/8; deny all;",
        "satisfy any;", "satisfy all;", "auth_request /ask/no;", "auth_request /ask/yes;", "auth_request off;", "error_page 401 =200 /login.html;", "error_page 401 /a/b;", "error_page 403 = @named;", "error_page 401 403 @named;",
        "return 204;", "return 403;", "rewrite ^/a/(.*)$ /b/$1 last;", "rewrite ^/b(.*)$ /c$1;", "rewrite b /admin/x.php break;", "try_files $uri /admin/ =404;", "try_files $uri @named;", "try_files /none /b/c;", "internal;",
        "if ($request_method = POST) { return 405; }", "if ($arg_q) { rewrite ^ /a/b last; }", "limit_except GET { deny all; }", "if ($uri ~ b) { set $x 1; }", "recursive_error_pages on;",
        "proxy_pass http://127.0.0.1:8081;",
    ];

    private uint _state = (seed * 2654435761) ^ 0x9E3779B9;

    public NginxFixture Fixture()
    {
        var text = new StringBuilder("events {}\nhttp {\n    server {\n        listen 8080;\n        server_name a.example;\n        root /srv/site;\n");
        Some(text, 2, isServer: true);
        text.AppendLine("        location = /ask/yes { return 204; }\n        location = /ask/no { return 401; }\n        location = /login.html { }");
        text.AppendLine(Chance(3) ? "        location @named { return 410; }" : "        location @named { auth_basic \"n\"; auth_basic_user_file /etc/nginx/users; }");
        Locations(text, "/", 0);
        text.Append("    }\n    server { listen 8081; return 202; }\n}\n");
        return new($"random-{seed}", text.ToString());
    }

    /// <summary>Requests to try on it.</summary>
    public IEnumerable<(string Method, string Target)> Requests() =>
        from path in new[] { "/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/x", "/a/x.php", "/b", "/b/c", "/c/", "/c/x", "/admin", "/admin/", "/admin/x.php", "/admin/report.txt", "/ab", "/x", "/login.html", "/a/b?q=1", "/ask/no" }
        from method in new[] { "GET", "POST" }
        select (method, path);

    private void Locations(StringBuilder text, string prefix, int depth)
    {
        HashSet<string> there = [];
        for (var count = 2 + Next(5); count > 0; count--)
        {
            var kind = depth == 0 ? Next(5) : Next(4);
            var mark = kind switch { 0 => "= ", 1 => "^~ ", 2 => "~ ", _ => "" };
            var name = kind == 2 ? Expressions[Next(Expressions.Length)] : prefix + Parts[Next(Parts.Length)];
            if (kind != 2 && !there.Add(kind == 0 ? "=" + name : name))
                continue;
            text.Append(' ', 8 + (4 * depth)).Append("location ").Append(mark).Append(kind == 2 ? $"\"{name}\"" : name).AppendLine(" {");
            Some(text, 3, isServer: false);
            if (kind > 2 && depth < 2 && Chance(3))
                Locations(text, name.TrimEnd('/') + "/", depth + 1);
            text.Append(' ', 8 + (4 * depth)).AppendLine("}");
        }
    }

    private void Some(StringBuilder text, int most, bool isServer)
    {
        HashSet<string> names = [];
        for (var count = Next(most + 1); count > 0; count--)
        {
            var rule = Rules[Next(Rules.Length)];
            if (isServer && (rule.StartsWith("limit_except", StringComparison.Ordinal) || rule.StartsWith("internal", StringComparison.Ordinal) || rule.StartsWith("proxy_pass", StringComparison.Ordinal)))
                continue;
            // Some may stand once.
            if (rule.Split(' ', ';').Intersect(["auth_basic", "auth_basic_user_file", "auth_request", "satisfy", "try_files", "internal", "limit_except", "recursive_error_pages", "proxy_pass"]).ToList() is { Count: > 0 } once && !once.TrueForAll(names.Add))
                continue;
            text.Append(' ', 12).AppendLine(rule);
        }
    }

    private bool Chance(int of) => Next(of) == 0;

    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}

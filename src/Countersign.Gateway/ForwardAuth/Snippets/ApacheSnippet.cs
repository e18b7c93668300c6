namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>Apache 2.4 with mod_authnz_fcgi.</summary>
internal sealed class ApacheSnippet : Snippet
{
    private const int MostChallenges = 8;

    public override string Name => "apache";

    public override string Sentence => "Apache with mod_authnz_fcgi: a file for sites-available. Modules: authnz_fcgi headers setenvif proxy proxy_http; needs forward-auth.fastcgi.";

    private protected override void Write(SnippetOrder order, TextWriter text)
    {
        var fastCgi = order.Configuration.ForwardAuth!.FastCgi?.ToString() ?? "127.0.0.1:9001";
        var listen = order.Listen.Contains(':', StringComparison.Ordinal) ? order.Listen : "*:" + order.Listen;
        text.Write($$"""
            # Countersign before {{order.Host}}. Made by: countersign snippet apache
            # a2enmod authnz_fcgi headers setenvif proxy proxy_http; countersign.yaml: forward-auth: { fastcgi: {{fastCgi}} }
            AuthnzFcgiDefineProvider authnz Countersign fcgi://{{fastCgi}}/

            <VirtualHost {{listen}}>
                ServerName {{order.Host}}
                ProxyPreserveHost On
                SetEnvIfNoCase "[^a-z0-9-]" "." {{ApacheAuthorizer.OddParameter}}=1
                SetEnvIf Upgrade "^(.+)$" COUNTERSIGN_UPGRADE=$1

                ProxyPass /.countersign/ {{order.Gateway.Scheme}}://{{order.GatewayAuthority}}/.countersign/
                ProxyPass / {{order.Upstream.Scheme}}://{{order.UpstreamAuthority}}/ upgrade=websocket

                <Location />
                    # May this request enter? All others get the gateway's own answer.
                    AuthType Countersign
                    AuthName Countersign
                    AuthnzFcgiCheckAuthnProvider Countersign Authoritative On RequireBasicAuth Off UserExpr "%{reqenv:COUNTERSIGN_SUBJECT}"
                    Require Countersign
                    CGIPassAuth On

                    # What is for this connection alone, but for a handshake: else a client could have identity taken off on the way.
                    RequestHeader set Connection close "expr=%{req:Connection} !~ /^((close|keep-alive|upgrade)( *, *)?)*$/i"

                    # What the gateway says of the request takes the place of what the client said.

            """);
        foreach (var name in order.Copied)
        {
            var variable = ApacheAuthorizer.VariableOf(name);
            text.Write($"        RequestHeader set {name} \"expr=%{{reqenv:{variable}}}\"\n        RequestHeader unset {name} \"expr=-z reqenv('{variable}')\"\n");
        }

        foreach (var name in order.Owed)
        {
            var variable = ApacheAuthorizer.VariableOf(name);
            text.Write($"        Header always set {name} \"expr=%{{reqenv:{variable}}}\" \"expr=-n reqenv('{variable}')\"\n");
        }

        text.Write("\n        # One line for each challenge, and the type of the content: Apache would join the former and knows nothing of the latter.\n");
        for (var at = 1; at <= MostChallenges; at++)
            text.Write($"        Header always add WWW-Authenticate \"expr=%{{resp:{ApacheAuthorizer.ChallengeField}{at}}}\" \"expr=-n resp('{ApacheAuthorizer.ChallengeField}{at}')\"\n        Header always unset {ApacheAuthorizer.ChallengeField}{at}\n");
        text.Write($"        Header always set Content-Type \"expr=%{{resp:{ApacheAuthorizer.TypeField}}}\" \"expr=-n resp('{ApacheAuthorizer.TypeField}')\"\n        Header always unset {ApacheAuthorizer.TypeField}\n");
        text.Write("\n        # Fields by which a client could pretend to be somebody, or its request another; and their other spellings, which Apache passes on.\n");
        foreach (var name in order.Stripped.Concat(["X-Forwarded-For", "X-Forwarded-Host"]))
            text.Write($"        RequestHeader unset {name}\n");
        foreach (var alias in order.Copied.SelectMany(AliasesOf))
            text.Write($"        RequestHeader unset {alias}\n");
        text.Write("""
                    RequestHeader set X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"
                </Location>

                # The gateway's own pages, which everybody may see. Clients do not ask about others' requests.
                <Location /.countersign/>
                    AuthType None
                    AuthnzFcgiCheckAuthnProvider None
                    Require all granted
                </Location>
                <Location /.countersign/forward-auth>
                    Require all denied
                </Location>
            </VirtualHost>

            """);
    }

    /// <summary>The spellings that CGI and PHP read as the same name.</summary>
    private static IEnumerable<string> AliasesOf(string name)
    {
        var at = name.IndexOf('-', StringComparison.Ordinal);
        if (at < 0)
            return [];
        return EverySpelling(name).Where(spelling => spelling != name);

        static IEnumerable<string> EverySpelling(string name)
        {
            var hyphen = name.IndexOf('-', StringComparison.Ordinal);
            if (hyphen < 0)
                return [name];
            return EverySpelling(name[(hyphen + 1)..]).SelectMany(rest => "-_.", (rest, separator) => name[..hyphen] + separator + rest);
        }
    }
}

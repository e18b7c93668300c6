namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>HAProxy 2.5 and later, with Lua.</summary>
internal sealed class HaproxySnippet : Snippet
{
    public override string Name => "haproxy";

    public override string Sentence => "HAProxy: frontend and backends for haproxy.cfg; beside it haproxy-lua.";

    private protected override void Write(SnippetOrder order, TextWriter text)
    {
        var listen = order.Listen.Contains(':', StringComparison.Ordinal) ? order.Listen : ":" + order.Listen;
        text.Write($$"""
            # Countersign before {{order.Host}}. Made by: countersign snippet haproxy
            # In global: lua-load /etc/haproxy/countersign.lua (countersign snippet haproxy-lua); in defaults: mode http and timeouts.
            frontend countersign_site
                bind {{listen}}
                mode http
                acl countersign_pages path_beg /.countersign/
                acl countersign_hidden path,url_dec -m beg -i /.countersign/forward-auth

                # Clients do not ask about others' requests.
                http-request deny deny_status 404 if countersign_hidden

                # May this request enter? All others get the gateway's own answer, and what Lua fails on gets 503.
                http-request lua.countersign unless countersign_pages
                http-request deny deny_status 503 unless countersign_pages or { var(txn.countersign_admitted) -m str yes }

                http-request del-header X-Forwarded-For
                http-request set-header X-Forwarded-For %[src]
                http-request set-header X-Forwarded-Proto https if { ssl_fc }
                http-request set-header X-Forwarded-Proto http unless { ssl_fc }
                http-request set-header X-Forwarded-Host %[req.hdr(host)]

                # Fields by which a client could pretend to be somebody, or its request another.

            """);
        foreach (var name in order.Stripped)
            text.Write($"    http-request del-header {name}\n");
        text.Write('\n');
        foreach (var name in order.Owed)
            text.Write($"    http-response set-header {name} %[var(txn.{SnippetOrder.VariableOf(name)})] if {{ var(txn.{SnippetOrder.VariableOf(name)}) -m found }}\n");
        text.Write($$"""
                use_backend countersign if countersign_pages
                default_backend countersign_application

            backend countersign
                mode http
                server gateway {{order.GatewayAuthority}}{{Tls(order.Gateway)}}

            backend countersign_application
                mode http
                server application {{order.UpstreamAuthority}}{{Tls(order.Upstream)}}

            """);
    }

    private static string Tls(Uri url) => url.Scheme == "https" ? " ssl verify required ca-file @system-ca" : "";
}

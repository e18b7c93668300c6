namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>Caddy 2.5 and later.</summary>
internal sealed class CaddySnippet : Snippet
{
    public override string Name => "caddy";

    public override string Sentence => "Caddy: a site for the Caddyfile.";

    private protected override void Write(SnippetOrder order, TextWriter text)
    {
        // forward_auth copies what it finds and may leave the client's own field where it finds nothing: written out, every field is set.
        text.Write($$"""
            # Countersign before {{order.Host}}. Made by: countersign snippet caddy
            {{Site(order)}} {
            {{Bind(order)}}    route {
                    # Clients do not ask about others' requests; the gateway's own pages everybody may see.
                    @countersign_hidden path /.countersign/forward-auth /.countersign/forward-auth/*
                    respond @countersign_hidden 404

                    # What is for this connection alone, but for a handshake: else a client could have identity taken off on the way.
                    @countersign_plain not header Connection *pgrade*
                    request_header @countersign_plain -Connection
                    @countersign_handshake header Connection *pgrade*
                    request_header @countersign_handshake Connection Upgrade

                    # Fields by which a client could pretend to be somebody, or its request another.

            """);
        foreach (var name in order.Stripped)
            text.Write($"        request_header -{name}\n");
        text.Write($$"""

                    @countersign_pages path /.countersign/*
                    reverse_proxy @countersign_pages {{Address(order.Gateway)}}

                    # May this request enter? All others get the gateway's own answer.
                    reverse_proxy {{Address(order.Gateway)}} {
                        method GET
                        rewrite /.countersign/forward-auth/caddy
                        header_up X-Forwarded-Method {http.request.method}
                        header_up X-Forwarded-Uri {http.request.uri}

                        @countersign_admitted {
                            status 2xx
                            header Countersign-Decision admit
                        }
                        handle_response @countersign_admitted {
                            # What the gateway says of the request takes the place of what the client said.

            """);
        foreach (var name in order.Copied)
            text.Write($"                request_header {name} {Said(name)}\n");
        foreach (var name in order.Owed)
        {
            var matcher = "@" + SnippetOrder.VariableOf(name);
            text.Write($"                {matcher} expression `{Said(name)} != \"\" && {Said(name)} != null`\n                header {matcher} {name} {Said(name)}\n");
        }

        text.Write("            }\n        }\n\n        # A field without a value is not sent.\n");
        foreach (var name in order.Copied)
        {
            var matcher = "@" + SnippetOrder.VariableOf(name) + "_empty";
            text.Write($"        {matcher} header {name} \"\"\n        request_header {matcher} -{name}\n");
        }

        text.Write($$"""

                    reverse_proxy {{Address(order.Upstream)}}
                }
            }

            """);
    }

    private static string Site(SnippetOrder order) => order.Listen switch
    {
        "443" => order.Host,
        var listen => $"http://{order.Host}:{listen[(listen.LastIndexOf(':') + 1)..]}",
    };

    private static string Bind(SnippetOrder order) =>
        order.Listen.LastIndexOf(':') is > 0 and var colon ? $"    bind {order.Listen[..colon].Trim('[', ']')}\n" : "";

    /// <summary>What the gateway said in a field, which Caddy knows by its canonical spelling alone.</summary>
    private static string Said(string name) =>
        "{http.reverse_proxy.header." + string.Join('-', name.Split('-').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant())) + "}";

    private static string Address(Uri url) => $"{url.Scheme}://{url.Host}:{url.Port}";
}

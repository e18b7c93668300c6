namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>Traefik 2.10 and later, by its file provider.</summary>
internal sealed class TraefikSnippet : Snippet
{
    public override string Name => "traefik";

    public override string Sentence => "Traefik with forwardAuth: a file for the file provider.";

    private protected override void Write(SnippetOrder order, TextWriter text)
    {
        var documents = string.Concat(order.Documents.Select(path => $" || PathPrefix(`{path}`)"));
        text.Write($$"""
            # Countersign before {{order.Host}}. Made by: countersign snippet traefik
            http:
              routers:
                # The gateway's own pages, which everybody may see. Clients do not ask about others' requests.
                countersign-pages:
                  rule: "Host(`{{order.Host}}`) && ((PathPrefix(`/.countersign/`) && !PathPrefix(`/.countersign/forward-auth`)){{documents}})"
                  priority: 30000
                  service: countersign
                # Preflights are answered by the gateway itself: forwardAuth would take their 204 for a yes.
                countersign-preflights:
                  rule: "Host(`{{order.Host}}`) && Method(`OPTIONS`) && HeaderRegexp(`Origin`, `.`) && HeaderRegexp(`Access-Control-Request-Method`, `.`)"
                  priority: 20000
                  service: countersign
                application:
                  rule: "Host(`{{order.Host}}`)"
                  priority: 10000
                  middlewares: [countersign-strip, countersign]
                  service: application
              middlewares:
                countersign:
                  forwardAuth:
                    address: "{{order.Gateway.Scheme}}://{{order.GatewayAuthority}}/.countersign/forward-auth/traefik"
                    trustForwardHeader: false
                    # What the gateway says of the request takes the place of what the client said.
                    authResponseHeaders:

            """);
        foreach (var name in order.Copied)
            text.Write($"          - {name}\n");
        text.Write("""
                # Fields by which a client could pretend to be somebody, or its request another.
                countersign-strip:
                  headers:
                    customRequestHeaders:

            """);
        foreach (var name in order.Stripped)
            text.Write($"          {name}: \"\"\n");
        text.Write($$"""
              services:
                countersign:
                  loadBalancer:
                    servers: [{ url: "{{order.Gateway.Scheme}}://{{order.GatewayAuthority}}" }]
                application:
                  loadBalancer:
                    servers: [{ url: "{{order.Upstream.Scheme}}://{{order.UpstreamAuthority}}" }]

            """);
    }
}

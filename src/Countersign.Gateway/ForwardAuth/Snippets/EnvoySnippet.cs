namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>Envoy 1.26 and later with ext_authz over HTTP.</summary>
internal sealed class EnvoySnippet : Snippet
{
    public override string Name => "envoy";

    public override string Sentence => "Envoy with ext_authz over HTTP: static_resources for its configuration.";

    private protected override void Write(SnippetOrder order, TextWriter text)
    {
        var colon = order.Listen.LastIndexOf(':');
        var (address, port) = colon < 0 ? ("0.0.0.0", order.Listen) : (order.Listen[..colon], order.Listen[(colon + 1)..]);
        text.Write($$"""
            # Countersign before {{order.Host}}. Made by: countersign snippet envoy
            static_resources:
              listeners:
                - address: { socket_address: { address: {{address}}, port_value: {{port}} } }
                  filter_chains:
                    - filters:
                        - name: envoy.filters.network.http_connection_manager
                          typed_config:
                            "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                            stat_prefix: countersign
                            use_remote_address: true
                            upgrade_configs: [{ upgrade_type: websocket }]
                            path_with_escaped_slashes_action: REJECT_REQUEST
                            common_http_protocol_options: { headers_with_underscores_action: REJECT_REQUEST }
                            http_filters:
                              # May this request enter? All others get the gateway's own answer.
                              - name: envoy.filters.http.ext_authz
                                typed_config:
                                  "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
                                  failure_mode_allow: false
                                  status_on_error: { code: ServiceUnavailable }
                                  http_service:
                                    server_uri: { uri: "{{order.Gateway.Scheme}}://{{order.GatewayAuthority}}", cluster: countersign, timeout: 30s }
                                    path_prefix: /.countersign/forward-auth/envoy
                                    authorization_request:
                                      allowed_headers: { patterns: [{ safe_regex: { regex: ".*" } }] }
                                    authorization_response:
                                      # What the gateway says of the request takes the place of what the client said.
                                      allowed_upstream_headers: { patterns: [{{Exact(order.Copied)}}] }
                                      allowed_client_headers_on_success: { patterns: [{{Exact(order.Owed)}}] }
                              - name: envoy.filters.http.router
                                typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
                            route_config:
                              virtual_hosts:
                                - name: site
                                  domains: ["{{order.Host}}", "{{order.Host}}:*"]
                                  routes:
                                    # Clients do not ask about others' requests; the gateway's own pages everybody may see.
                                    - match: { prefix: /.countersign/forward-auth }
                                      direct_response: { status: 404 }

            """);
        foreach (var path in order.Documents.Prepend("/.countersign/"))
            Unasked(text, $"{{ prefix: {path} }}");
        text.Write("                        # Preflights are answered by the gateway itself: ext_authz would take their 204 for a yes.\n");
        Unasked(text, "{ prefix: /, headers: [{ name: \":method\", string_match: { exact: OPTIONS } }, { name: origin, present_match: true }, { name: access-control-request-method, present_match: true }] }");
        text.Write($$"""
                                    - match: { prefix: / }
                                      route: { cluster: application, timeout: 0s }
                                      request_headers_to_remove: [{{string.Join(", ", order.Stripped.Select(name => name.ToLowerInvariant()))}}]
              clusters:
            {{Cluster("countersign", order.Gateway)}}
            {{Cluster("application", order.Upstream)}}

            """);
    }

    private static void Unasked(TextWriter text, string match) => text.Write($$"""
                                - match: {{match}}
                                  route: { cluster: countersign }
                                  typed_per_filter_config:
                                    envoy.filters.http.ext_authz: { "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute, disabled: true }

        """);

    private static string Exact(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{{ exact: {name.ToLowerInvariant()} }}"));

    private static string Cluster(string name, Uri url) => $$"""
            - name: {{name}}
              type: STRICT_DNS
              load_assignment:
                cluster_name: {{name}}
                endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: {{url.Host}}, port_value: {{url.Port}} } } } }] }]
        """ + (url.Scheme == "https" ? "\n      transport_socket: { name: envoy.transport_sockets.tls, typed_config: { \"@type\": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext } }" : "");
}

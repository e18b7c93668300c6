namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>nginx 1.18 and later with auth_request.</summary>
internal sealed class NginxSnippet : Snippet
{
    public override string Name => "nginx";

    public override string Sentence => "nginx with auth_request: a file for conf.d (inside http).";

    private protected override void Write(SnippetOrder order, TextWriter text)
    {
        text.Write($$"""
            # Countersign before {{order.Host}}. Made by: countersign snippet nginx
            upstream countersign {
                server {{order.GatewayAuthority}};
                keepalive 128; # of each worker: those that more requests at once need are opened anew for each
            }

            upstream countersign_application {
                server {{order.UpstreamAuthority}};
                keepalive 64;
            }

            map $http_upgrade $countersign_connection {
                default upgrade;
                "" "";
            }

            server {
                listen {{order.Listen}}; # with TLS: 443 ssl, and ssl_certificate and ssl_certificate_key below
                server_name {{order.Host}};
                proxy_http_version 1.1;
                proxy_headers_hash_max_size 2048;
                proxy_headers_hash_bucket_size 128;

                # The gateway's own pages, which everybody may see.
                location /.countersign/ {
                    proxy_pass {{order.Gateway.Scheme}}://countersign;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Forwarded-Host $http_host;
                    proxy_set_header Forwarded "";
                }

                # Clients do not ask about others' requests.
                location ^~ /.countersign/forward-auth/ {
                    return 404;
                }

                # May this request enter? nginx understands yes and 403; the whole answer comes along, sealed.
                location = /.countersign/forward-auth/nginx/ask {
                    internal;

                    # What the gateway's server itself can't read is no 500 but the answer that the gateway has for it.
                    proxy_intercept_errors on;
                    error_page 400 = @countersign_unread;
                    proxy_pass {{order.Gateway.Scheme}}://countersign;
                    proxy_buffer_size 32k;
                    proxy_buffers 4 32k;
                    proxy_busy_buffers_size 32k;

            """);
        Question(text, "\"\"");
        text.Write($$"""
                }

                location @countersign_unread {
                    return 403;
                }

                # The answer to a request that may not, as the gateway gave it: 401 with all challenges, 303 to the login, 403, 404, 429, 503.
                location @countersign_answer {
                    rewrite ^ /.countersign/forward-auth/nginx/answer break;
                    proxy_pass {{order.Gateway.Scheme}}://countersign;

            """);
        Question(text, "$countersign_answer");
        text.Write("""
                }

                location / {
                    auth_request /.countersign/forward-auth/nginx/ask;
                    auth_request_set $countersign_answer $upstream_http_countersign_answer;
                    error_page 401 403 = @countersign_answer;

                    # What the gateway says of the request takes the place of what the client said; an empty field is not sent.

            """);
        foreach (var name in order.Copied)
        {
            var variable = SnippetOrder.VariableOf(name);
            text.Write($"        auth_request_set ${variable} $upstream_http_{variable["countersign_".Length..]};\n        proxy_set_header {name} ${variable};\n");
        }

        foreach (var name in order.Owed)
        {
            var variable = SnippetOrder.VariableOf(name);
            text.Write($"        auth_request_set ${variable} $upstream_http_{variable["countersign_".Length..]};\n        add_header {name} ${variable} always;\n");
        }

        text.Write($$"""

                    proxy_pass {{order.Upstream.Scheme}}://countersign_application;
                    proxy_set_header Host $http_host;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection $countersign_connection;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Forwarded-Host $http_host;

                    # Fields by which a client could pretend to be somebody, or its request another.

            """);
        foreach (var name in order.Stripped)
            text.Write($"        proxy_set_header {name} \"\";\n");
        text.Write("    }\n}\n");
    }

    private static void Question(TextWriter text, string answer) => text.Write($$"""
                proxy_pass_request_body off;
                proxy_set_header Content-Length "";
                proxy_set_header Connection "";
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header X-Original-Method $request_method;
                proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
                proxy_set_header X-Forwarded-For $remote_addr;
                proxy_set_header X-Forwarded-Method "";
                proxy_set_header X-Forwarded-Proto "";
                proxy_set_header X-Forwarded-Host "";
                proxy_set_header X-Forwarded-Uri "";
                proxy_set_header X-Original-URI "";
                proxy_set_header X-Rewrite-URL "";
                proxy_set_header Forwarded "";
                proxy_set_header Countersign-Answer {{answer}};

        """);
}

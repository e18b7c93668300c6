using System.Collections.Immutable;
using Countersign.Tokens;

namespace Countersign.Gateway.Configuration;

/// <summary>Every key of the configuration file, in the order of the reference page.</summary>
internal static class ConfigurationKeys
{
    public const string Top = "";
    public const string AdminLab = "admin-lab";
    public const string Assertion = "assertion";
    public const string SignIn = "sign-in";
    public const string Providers = "providers";
    public const string ForwardAuth = "forward-auth";
    public const string Exchange = "exchange";
    public const string Basic = "schemes.basic";
    public const string Digest = "schemes.digest";
    public const string ApiKey = "schemes.api-key";
    public const string Bearer = "schemes.bearer";
    public const string Dpop = "schemes.dpop";
    public const string Session = "schemes.session";
    public const string Issuers = "issuers";
    public const string Introspection = "introspection";

    public static ImmutableArray<string> SchemeTypes { get; } = ["basic", "digest", "api-key", "bearer", "dpop", "session"];

    public static ImmutableArray<ConfigurationKey> All { get; } =
    [
        new(Top, "listen", KeyKind.Listeners, "http://127.0.0.1:8080", "Where requests are taken: an URL, a mapping, or a list of both.") { Child = "listen", NeedsRestart = true },
        new(Top, "admin", KeyKind.Url, "http://127.0.0.1:8081", "Where health, metrics and journal are, and users, groups, sessions, keys and revocations are seen and changed by programs; none switches it off.") { MayBeNone = true, NeedsRestart = true },
        new(Top, "admin-token", KeyKind.Text, null, "The credential of the admin listener, as ${env:NAME} or ${file:path}; a random one is made at the first start otherwise."),
        new(Top, AdminLab, KeyKind.Url, null, "Where the server behind the console's pages Simulator and Lab listens, such as http://127.0.0.1:8403; port 0 for a free one. It is there for everybody on this machine, misbehaves on purpose and asks for no credential: loopback alone. None when left out.") { NeedsRestart = true },
        new(Top, "store", KeyKind.Text, "sqlite:./countersign.db", "Where users, sessions, keys, revocations, the keys of assertions and of sign-in forms and the journal are kept: sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE, which several gateways may share.") { NeedsRestart = true },
        new(Top, "trusted-proxies", KeyKind.NetworkList, "[]", "The proxies in front, by address or network. Each has to overwrite X-Forwarded-For (or append to it), X-Forwarded-Proto, X-Forwarded-Host and Forwarded, or remove them, and who sends the protocol or the host has to send X-Forwarded-For as well: what it passes on from a client is believed."),
        new(Top, "forward-auth", KeyKind.Section, null, "Lets proxies ask whether a request that came to them may enter (nginx, Apache, Caddy, HAProxy, Traefik, Envoy); `countersign snippet` prints their side of it. Routes then need no upstream.") { Child = ForwardAuth },
        new(Top, "identity", KeyKind.Section, null, "The fields that tell upstreams who the subject is.") { Child = "identity" },
        new(Top, "assertion", KeyKind.Section, null, "The signed word that tells upstreams who the subject is: a JWT for each upstream that names an audience. Its keys are published at jwks-path.") { Child = Assertion },
        new(Top, "sign-in", KeyKind.Section, null, "The page where people sign in for a session, at /.countersign/login.") { Child = SignIn },
        new(Top, "journal", KeyKind.Section, null, "How long refusals are kept.") { Child = "journal" },
        new(Top, "limits", KeyKind.Section, null, "Lockout and rate limits.") { Child = "limits" },
        new(Top, "telemetry", KeyKind.Section, null, "Where telemetry is sent.") { Child = "telemetry" },
        new(Top, "schemes", KeyKind.SchemeMap, null, "The ways to authenticate, by a name of your own."),
        new(Top, "routes", KeyKind.SectionList, null, "The routes; the first that matches wins, and what none matches is 404.") { Child = "routes", Required = true },

        new("listen", "url", KeyKind.Url, null, "Scheme, address and port; * for every address, port 0 for a free one.") { Required = true },
        new("listen", "certificate", KeyKind.File, null, "The PEM certificate chain, for https; reloaded when the file changes.") { IsWatched = true },
        new("listen", "key", KeyKind.File, null, "The PEM key of the certificate.") { IsWatched = true },
        new("listen", "client-certificates", KeyKind.Boolean, "false", "Whether an https listener asks clients for a certificate, which need not be there and may be of anybody: tokens that are bound to one count with it alone (RFC 8705)."),
        new("listen", "http2-cleartext", KeyKind.Boolean, "false", "Whether an http listener speaks HTTP/2 by prior knowledge (gRPC without TLS) instead of HTTP/1.1; https speaks both."),

        new(ForwardAuth, "proxies", KeyKind.NetworkList, null, "The proxies that may ask, by address or network; everybody else gets 403. They are believed as trusted-proxies are.") { Required = true },
        new(ForwardAuth, "dialects", KeyKind.ChoiceList, "[nginx, caddy, haproxy, traefik, envoy]", "The kinds of proxies that may ask, each at /.countersign/forward-auth/ and its name.") { Choices = ["nginx", "caddy", "haproxy", "traefik", "envoy"] },
        new(ForwardAuth, "fastcgi", KeyKind.Text, null, "The address and port where Apache (mod_authnz_fcgi) asks, such as 127.0.0.1:9001.") { NeedsRestart = true },

        new("identity", "user", KeyKind.Text, "X-Forwarded-User", "The field for the subject's name, percent-encoded where it goes beyond ASCII, has a percent sign or a blank at an edge; none leaves it out.") { MayBeNone = true },
        new("identity", "groups", KeyKind.Text, "X-Forwarded-Groups", "The field for its groups, with commas between, each percent-encoded as the name is, and where it has a comma; none leaves it out.") { MayBeNone = true },
        new("identity", "email", KeyKind.Text, "X-Forwarded-Email", "The field for its e-mail address, percent-encoded as the name is; none leaves it out.") { MayBeNone = true },

        new(Assertion, "issuer", KeyKind.Url, null, "Who makes it: the iss that upstreams expect, such as the address of the gateway.") { Required = true },
        new(Assertion, "header", KeyKind.Text, "Countersign-Assertion", "The field that carries it; what clients send under that name is taken off."),
        new(Assertion, "jwks-path", KeyKind.Text, "/.well-known/jwks.json", "Where its keys are published, at every host and before all routes: below /.well-known/, another path where an upstream has a document of its own there."),
        new(Assertion, "lifetime", KeyKind.Duration, "60s", "How long it counts. The same one is sent again for a third of that.") { Longest = "1h" },
        new(Assertion, "algorithm", KeyKind.Choice, "ES256", "What it is signed by.") { Choices = [.. JwsAlgorithm.All.Where(algorithm => !algorithm.IsSymmetric).Select(algorithm => algorithm.Name)] },
        new(Assertion, "rotate", KeyKind.Duration, "30d", "How long a key signs before the next one does; a day at least."),

        new(SignIn, "users", KeyKind.Choice, "store", "Whether the users of the store sign in with their passwords.") { Choices = ["store", "none"] },
        new(SignIn, "second-factor", KeyKind.Choice, "optional", "Whether users of the store prove more than their password, by an authenticator app or a passkey: those who set it up, everybody, or nobody.") { Choices = ["optional", "required", "off"] },
        new(SignIn, "host", KeyKind.Text, null, "The one host that has the page, such as login.example.org: people of the other hosts are sent there and come back with a session of their own. Each host has its own page when left out."),
        new(SignIn, "service", KeyKind.Text, null, "The name of what people sign in to, for the title of the page."),
        new(SignIn, "theme", KeyKind.Text, null, "A folder with what the pages are to look like and to say, all of it optional: style.css, logo.svg or .png, favicon.svg, .ico or .png, texts.yaml, texts.LANG.yaml."),
        new(SignIn, "providers", KeyKind.SectionMap, null, "Who else signs people in, by a name of your own that is part of the addresses: /.countersign/sso/NAME/callback is what the provider has to know.") { Child = Providers },

        new(Providers, "type", KeyKind.Choice, null, "oidc: OpenID Connect, whose ID tokens tell who signed in, how and when. oauth2: OAuth 2 alone, where that is asked of an address of the provider's own kind.") { Required = true, Choices = ["oidc", "oauth2"] },
        new(Providers, "label", KeyKind.Text, null, "What the button says; the name when left out."),
        new(Providers, "issuer", KeyKind.Text, null, "Its identifier, letter for letter as the iss of its ID tokens: an https URL. Needed for oidc."),
        new(Providers, "client-id", KeyKind.Text, null, "By what name it knows the gateway.") { Required = true },
        new(Providers, "client-secret", KeyKind.Text, null, "The secret for that name, as ${env:NAME} or ${file:path}; this or client-key."),
        new(Providers, "client-key", KeyKind.File, null, "A private JWK with which the gateway signs for itself (private_key_jwt); this or client-secret."),
        new(Providers, "method", KeyKind.Choice, "basic", "How the secret is sent: in Authorization or in the form.") { Choices = ["basic", "post"] },
        new(Providers, "metadata", KeyKind.Url, null, "Where its metadata is; looked for below the issuer when left out (openid-configuration, oauth-authorization-server)."),
        new(Providers, "authorization-endpoint", KeyKind.Url, null, "Where people sign in; as its metadata says when left out. Needed for oauth2, as the next two."),
        new(Providers, "token-endpoint", KeyKind.Url, null, "Where it gives tokens."),
        new(Providers, "userinfo-endpoint", KeyKind.Url, null, "Where it tells of a person: for oidc of what the ID token lacks, for oauth2 of all."),
        new(Providers, "end-session-endpoint", KeyKind.Url, null, "Where people sign out; as its metadata says when left out."),
        new(Providers, "jwks-uri", KeyKind.Url, null, "Where its keys are; as its metadata says when left out."),
        new(Providers, "authorities", KeyKind.File, null, "A PEM file of authorities to trust when it is asked; the system's when left out."),
        new(Providers, "scopes", KeyKind.TextList, "[openid, email, profile]", "What is asked for; nothing for oauth2 when left out. offline_access, at some providers together with prompt: consent, has the session last only while the provider renews its token."),
        new(Providers, "subject-claim", KeyKind.Text, "sub", "The claim that names a person for good, such as id where there is no sub; a path with dots into objects, as in all of these."),
        new(Providers, "name-claim", KeyKind.Text, null, "The claim that is the subject's name; subject-claim when left out. People can choose what stands in some, such as preferred_username."),
        new(Providers, "names-are-ours", KeyKind.Boolean, "false", "Whether its people are meant by users on routes, beside users of the store of the same name. Only where nobody can choose a name there."),
        new(Providers, "groups-claim", KeyKind.Text, "groups", "The claim with its groups."),
        new(Providers, "roles-claim", KeyKind.Text, "roles", "The claim with its roles."),
        new(Providers, "email-claim", KeyKind.Text, "email", "The claim with its e-mail address."),
        new(Providers, "verified-claim", KeyKind.Text, "email_verified", "The claim that says whether the address was verified: without true there, the address does not count; for oidc it does where there is no such claim. none counts all, for providers that hand out no others.") { MayBeNone = true },
        new(Providers, "acr-values", KeyKind.TextList, "[]", "The ways to sign in (acr) of which one is needed, best first, where a route does not ask for others."),
        new(Providers, "max-age", KeyKind.Duration, null, "How long ago people may have signed in there; any time when left out."),
        new(Providers, "prompt", KeyKind.Choice, null, "What people are asked each time; what the provider wants when left out.") { Choices = ["login", "consent", "select_account"] },
        new(Providers, "outage", KeyKind.Duration, null, "How long sessions go on beyond the end of their token while the provider can't be asked for the next; as long as they last anyway when left out."),
        new(Providers, "post-logout", KeyKind.Text, "/", "The path at which people come back who signed out there; its whole address has to be registered with the provider."),

        new("journal", "retention", KeyKind.Duration, "30d", "How long refusals are kept.") { NeedsRestart = true },
        new("journal", "max-rows", KeyKind.Integer, "1000000", "How many refusals are kept at most.") { Minimum = 1, NeedsRestart = true },

        new("limits", "attempts-per-name", KeyKind.Integer, "10", "Wrong passwords of Basic and Digest for one name from one network (IPv4 /24, IPv6 /64) before a lockout.") { Minimum = 1, NeedsRestart = true },
        new("limits", "attempts-window", KeyKind.Duration, "5m", "How long attempts count and a lockout lasts.") { NeedsRestart = true },
        new("limits", "refusals-per-minute", KeyKind.Integer, "600", "Refusals with credentials from one IPv4 address or IPv6 /64 a minute before 429; those that were dear to judge count as up to 20. 0 switches it off."),
        new("limits", "password-workers", KeyKind.Integer, "1", "Threads that check passwords.") { Minimum = 1, NeedsRestart = true },
        new("limits", "password-queue", KeyKind.Integer, "64", "Password checks that may wait.") { Minimum = 1, NeedsRestart = true },

        new("telemetry", "otlp", KeyKind.Url, null, "The OTLP endpoint for traces and metrics; none when left out."),

        new(Basic, "type", KeyKind.Choice, null, "basic: a user name and password (RFC 7617).") { Required = true, Choices = SchemeTypes },
        new(Basic, "realm", KeyKind.Text, "Restricted", "The name of the protected area; browsers show it to people."),
        new(Basic, "htpasswd", KeyKind.File, null, "The htpasswd file; this or users.") { IsWatched = true },
        new(Basic, "users", KeyKind.Choice, null, "store: the users of the store; this or htpasswd.") { Choices = ["store"] },
        new(Basic, "allow-cleartext", KeyKind.Boolean, "false", "Whether it serves requests without TLS, where everybody on the way can read the password."),

        new(Digest, "type", KeyKind.Choice, null, "digest: a password that is proven, not sent (RFC 7616).") { Required = true, Choices = SchemeTypes },
        new(Digest, "realm", KeyKind.Text, "Restricted", "The name of the protected area; part of every hash in the htdigest file."),
        new(Digest, "htdigest", KeyKind.File, null, "The htdigest file.") { Required = true, IsWatched = true },
        new(Digest, "algorithms", KeyKind.ChoiceList, "[SHA-256]", "The algorithms to offer, best first. A `-sess` key is computed from each request's own nonce and cnonce: sessions are not remembered.")
        {
            Choices = ["SHA-512-256", "SHA-256", "MD5", "SHA-512-256-sess", "SHA-256-sess", "MD5-sess"],
        },
        new(Digest, "qop", KeyKind.ChoiceList, "[auth]", "The qualities of protection to offer.") { Choices = ["auth", "auth-int"] },
        new(Digest, "userhash", KeyKind.Boolean, "false", "Whether clients may hash the user name."),
        new(Digest, "domain", KeyKind.TextList, "[]", "The URIs of the protection space; empty for the whole origin."),
        new(Digest, "opaque", KeyKind.Text, null, "A text that clients return as it is; credentials with another one count as made for a foreign nonce. None is sent when left out."),
        new(Digest, "nonce-lifetime", KeyKind.Duration, "5m", "How long a nonce lives."),
        new(Digest, "max-content", KeyKind.Integer, "1048576", "The largest content that auth-int verifies, in bytes, at most 32 MiB. All requests together keep 64 MiB; beyond, they are answered 503.") { Minimum = 1, Maximum = 32 << 20 },
        new(Digest, "allow-cleartext", KeyKind.Boolean, "true", "Whether it serves requests without TLS; the password is not on the wire."),

        new(ApiKey, "type", KeyKind.Choice, null, "api-key: a key of the store in a field of its own.") { Required = true, Choices = SchemeTypes },
        new(ApiKey, "realm", KeyKind.Text, "Restricted", "The name of the protected area."),
        new(ApiKey, "header", KeyKind.Text, "X-API-Key", "The field that carries the key; Authorization: ApiKey KEY works as well."),
        new(ApiKey, "allow-cleartext", KeyKind.Boolean, "true", "Whether it serves requests without TLS."),

        new(Bearer, "type", KeyKind.Choice, null, "bearer: access tokens of issuers (RFC 6750).") { Required = true, Choices = SchemeTypes },
        new(Bearer, "realm", KeyKind.Text, "Restricted", "The name of the protected area."),
        new(Bearer, "issuers", KeyKind.SectionList, null, "Who makes the tokens; nobody else's are taken.") { Child = Issuers, Required = true },
        new(Bearer, "token-in", KeyKind.ChoiceList, "[field]", "Where tokens may come: in Authorization always; in the access_token of a form (POST, PUT, PATCH; at most 64 KiB, beyond is 413) or of the query (RFC 6750 §2.2, §2.3), which is taken out before the request goes on.") { Choices = ["field", "form", "query"] },
        new(Bearer, "allow-cleartext", KeyKind.Boolean, "false", "Whether it serves requests without TLS, where everybody on the way can read and use the token."),

        new(Dpop, "type", KeyKind.Choice, null, "dpop: access tokens that are bound to a key, each with a proof that the client holds it (RFC 9449).") { Required = true, Choices = SchemeTypes },
        new(Dpop, "realm", KeyKind.Text, null, "The name of the protected area; that of the scheme of its tokens when left out."),
        new(Dpop, "tokens", KeyKind.Text, null, "The scheme of type bearer whose issuers make the tokens. With both on a route, bound tokens come as DPoP and all others as Bearer.") { Required = true },
        new(Dpop, "algorithms", KeyKind.ChoiceList, "[ES256, EdDSA, PS256]", "The algorithms of proofs, best first; the challenge names them.") { Choices = [.. JwsAlgorithm.All.Where(algorithm => !algorithm.IsSymmetric).Select(algorithm => algorithm.Name)] },
        new(Dpop, "window", KeyKind.Duration, "60s", "How old a proof may become; for so long it is remembered, so that it counts once. Of no meaning with nonces.") { Longest = "5m" },
        new(Dpop, "nonces", KeyKind.Boolean, "false", "Whether proofs need a nonce of the gateway, which lives five minutes and tells their time: then none can be made in advance, and a wrong clock of the client does no harm."),
        new(Dpop, "allow-cleartext", KeyKind.Boolean, "false", "Whether it serves requests without TLS."),

        new(Session, "type", KeyKind.Choice, null, "session: people who signed in, by a cookie that is taken off before the request goes on. One for all routes.") { Required = true, Choices = SchemeTypes },
        new(Session, "realm", KeyKind.Text, "Restricted", "The name of the protected area."),
        new(Session, "idle", KeyKind.Duration, "30m", "How long a session may go unused."),
        new(Session, "lifetime", KeyKind.Duration, "12h", "How long a session lasts at most, however much it is used."),
        new(Session, "remember", KeyKind.Duration, "30d", "How long a session lasts, used or not, whose person asked to be remembered: the browser keeps it when it is closed. 0s does not offer it.") { MayBeZero = true },
        new(Session, "origins", KeyKind.TextList, "[]", "The origins other than the request's own, such as https://app.example.org, whose pages may send what changes something, or open a WebSocket, by a session."),
        new(Session, "grace", KeyKind.Duration, "0s", "How long sessions that are known go on while the store can't be read; meanwhile nobody hears that one was ended.") { Longest = "1h", MayBeZero = true },
        new(Session, "allow-cleartext", KeyKind.Boolean, "false", "Whether it serves requests without TLS, where everybody on the way can read and use the cookie."),

        new(Issuers, "issuer", KeyKind.Text, null, "Its identifier, letter for letter as the iss of its tokens: an https URL, or a did:key or did:web; any text where keys names a file.") { Required = true },
        new(Issuers, "audiences", KeyKind.TextList, null, "The names of what is protected here, one of which aud has to have; any takes tokens that were made for anybody.") { Required = true },
        new(Issuers, "metadata", KeyKind.Url, null, "Where its metadata is; looked for below the issuer when left out (openid-configuration, oauth-authorization-server)."),
        new(Issuers, "jwks-uri", KeyKind.Url, null, "Where its keys are; as the metadata says when left out."),
        new(Issuers, "keys", KeyKind.File, null, "A file with its keys instead: a JWK Set, a JWK, or PEM, whose keys have no kid and are tried for any. Read again when it changes.") { IsWatched = true },
        new(Issuers, "authorities", KeyKind.File, null, "A PEM file of authorities to trust when it is asked; the system's when left out."),
        new(Issuers, "introspection", KeyKind.Section, null, "How to ask it about tokens that only it can read (RFC 7662); of a scheme's issuers one may have it.") { Child = Introspection },
        new(Issuers, "algorithms", KeyKind.ChoiceList, null, "The signature algorithms that are taken; all with a private key when left out. Each key verifies its own algorithm alone.") { Choices = [.. JwsAlgorithm.All.Select(algorithm => algorithm.Name)] },
        new(Issuers, "types", KeyKind.TextList, "[at+jwt]", "The typ of its access tokens; JWT takes tokens without typ as well, and then audiences have to tell them from ID tokens."),
        new(Issuers, "required-claims", KeyKind.TextList, "[sub]", "Claims that have to be there, beside exp."),
        new(Issuers, "clients", KeyKind.TextList, "[]", "The clients (client_id, else azp) whose tokens are taken; empty for all."),
        new(Issuers, "claims", KeyKind.TextListMap, "{}", "Claims that have to have one of these values; an email with an email_verified that is not true does not count."),
        new(Issuers, "leeway", KeyKind.Duration, "60s", "How far its clock may be off; 0s for not at all.") { Longest = "5m", MayBeZero = true },
        new(Issuers, "max-lifetime", KeyKind.Duration, null, "The longest time from iat to exp that is taken; any when left out."),
        new(Issuers, "refuse-future-iat", KeyKind.Boolean, "false", "Whether tokens made in the future are refused."),
        new(Issuers, "name-claim", KeyKind.Text, "sub", "The claim that is the subject's name; a path with dots into objects, as in all four."),
        new(Issuers, "groups-claim", KeyKind.Text, "groups", "The claim with its groups."),
        new(Issuers, "roles-claim", KeyKind.Text, "roles", "The claim with its roles, such as realm_access.roles."),
        new(Issuers, "email-claim", KeyKind.Text, "email", "The claim with its e-mail address; left out when there is an email_verified that is not true."),

        new(Introspection, "url", KeyKind.Url, null, "Where it is asked; as its metadata says when left out."),
        new(Introspection, "client-id", KeyKind.Text, null, "Who asks.") { Required = true },
        new(Introspection, "client-secret", KeyKind.Text, null, "The secret of who asks, as ${env:NAME} or ${file:path}; this or client-key."),
        new(Introspection, "client-key", KeyKind.File, null, "A private JWK with which who asks signs for itself (private_key_jwt); this or client-secret."),
        new(Introspection, "method", KeyKind.Choice, "basic", "How the secret is sent: in Authorization or in the form.") { Choices = ["basic", "post"] },
        new(Introspection, "tokens", KeyKind.Choice, "opaque", "Which tokens are asked for: those that are not signed, or all of the scheme, which then has this issuer alone.") { Choices = ["opaque", "all"] },
        new(Introspection, "keep-active", KeyKind.Duration, "30s", "How long a yes is relied on, never beyond exp: for so long a token counts that the issuer called back; 0s asks for every request.") { Longest = "1h", MayBeZero = true },
        new(Introspection, "keep-inactive", KeyKind.Duration, "10s", "How long a no is relied on; 0s asks every time.") { Longest = "1h", MayBeZero = true },

        new("routes", "name", KeyKind.Text, null, "Its unique name, for journal, metrics and explain.") { Required = true },
        new("routes", "match", KeyKind.Section, null, "Which requests it takes; all when left out.") { Child = "match" },
        new("routes", "access", KeyKind.Access, null, "Who may enter: public, deny, or a mapping with any-of.") { Child = "access", Required = true },
        new("routes", "upstream", KeyKind.Upstream, null, "Where admitted requests go: an URL, a list of them, or a mapping; not needed with access: deny, nor where proxies ask (forward-auth).") { Child = "upstream" },
        new("routes", "cors", KeyKind.Section, null, "Whose scripts of other origins may use it; without it their preflights are refused.") { Child = "cors" },
        new("routes", "authorization", KeyKind.Choice, null, "Whether Authorization reaches the upstream: consume by default, forward on public routes.") { Choices = ["consume", "forward"] },
        new("routes", "on-unauthenticated", KeyKind.Choice, "auto", "What becomes of a 401 where a scheme of type session could let somebody in. auto sends people who open a page to sign in, and gives programs the 401; challenge gives it to everybody; login sends all GET and HEAD without Authorization.") { Choices = ["auto", "challenge", "login"] },
        new("routes", "conceal", KeyKind.Boolean, "false", "Whether its 403 is shown as 404."),
        new("routes", "resource", KeyKind.Url, null, "What clients ask tokens for: the https URL of what is protected, without query. With it, metadata below /.well-known/oauth-protected-resource and the challenges lead a client that knows nothing to the issuers (RFC 9728)."),

        new("match", "host", KeyKind.Host, "\"*\"", "A host name, * for any, or *.example.org for all names below it."),
        new("match", "path", KeyKind.Path, "/**", "A pattern of whole segments: * is exactly one, ** zero or more. Letters beyond ASCII and their percent-encoding are the same."),
        new("match", "methods", KeyKind.TextList, "[]", "The methods; empty means all, and GET does not imply HEAD."),
        new("match", "headers", KeyKind.TextMap, "{}", "Fields that have to be present with this value, in one of their lines or as a member of their list; * means any. Other spellings of their names (X_A for X-A) are taken off every request."),

        new("access", "any-of", KeyKind.TextList, null, "The schemes, in the order in which they are offered.") { Required = true },
        new("access", "users", KeyKind.TextList, "[]", "Users who may enter; of users, groups, emails and email-domains any match suffices."),
        new("access", "groups", KeyKind.TextList, "[]", "Groups whose members may enter."),
        new("access", "emails", KeyKind.TextList, "[]", "E-mail addresses whose owners may enter: letter for letter, but for the case of the domain. One with an email_verified that is not true does not count."),
        new("access", "email-domains", KeyKind.TextList, "[]", "Domains of e-mail addresses whose owners may enter, such as example.org; sub.example.org is another."),
        new("access", "scopes", KeyKind.TextList, "[]", "Scopes, all of which are needed."),
        new("access", "roles", KeyKind.TextList, "[]", "Roles, one of which is needed; tokens have them, and sessions of people of a provider."),
        new("access", "claims", KeyKind.TextListMap, "{}", "Claims of the token, or of the provider by whom somebody signed in, each with one of these values; an email with an email_verified that is not true does not count. What lacks them is refused with 403."),
        new("access", "acr", KeyKind.TextList, "[]", "The ways to sign in (acr) of which one is needed, best first; what lacks it is sent to sign in again (RFC 9470)."),
        new("access", "max-age", KeyKind.Duration, null, "How long ago people may have signed in (auth_time)."),
        new("access", "networks", KeyKind.NetworkList, "[]", "Networks from which requests may come."),

        new("upstream", "urls", KeyKind.UrlList, null, "Base addresses: http or https, with an optional path prefix.") { Required = true },
        new("upstream", "load-balancing", KeyKind.Choice, "round-robin", "How one of several is picked.") { Choices = ["round-robin", "least-requests", "random", "first"] },
        new("upstream", "health", KeyKind.Section, null, "The active health check.") { Child = "health" },
        new("upstream", "timeout", KeyKind.Duration, "100s", "How long an exchange may rest without a byte.") { Longest = "24d" },
        new("upstream", "strip-prefix", KeyKind.Text, null, "Whole segments taken off the path before forwarding."),
        new("upstream", "preserve-host", KeyKind.Boolean, "false", "Whether the host that was matched is passed on instead of the upstream's own."),
        new("upstream", "authorities", KeyKind.File, null, "A PEM file of authorities to trust for https; the system's when left out."),
        new("upstream", "http2-cleartext", KeyKind.Boolean, "false", "Whether http upstreams are spoken to in HTTP/2 by prior knowledge; gRPC calls always are, https negotiates."),
        new("upstream", "assertion", KeyKind.Text, null, "Whom the signed assertion is for: the upstream's name for itself, its aud. None is sent when left out."),
        new("upstream", "exchange", KeyKind.Section, null, "Have the issuer exchange the presented token for one for the upstream (RFC 8693), which gets that one alone.") { Child = Exchange },
        new("upstream", "set-headers", KeyKind.Section, null, "Fields to set.") { Child = "set-headers" },
        new("upstream", "remove-headers", KeyKind.Section, null, "Fields to remove.") { Child = "remove-headers" },

        new(Exchange, "issuer", KeyKind.Text, null, "The issuer of the tokens, one of those of the route's schemes.") { Required = true },
        new(Exchange, "token-endpoint", KeyKind.Url, null, "Where it exchanges them; as its metadata says when left out."),
        new(Exchange, "client-id", KeyKind.Text, null, "Who asks.") { Required = true },
        new(Exchange, "client-secret", KeyKind.Text, null, "The secret of who asks, as ${env:NAME} or ${file:path}; this or client-key."),
        new(Exchange, "client-key", KeyKind.File, null, "A private JWK with which who asks signs for itself (private_key_jwt); this or client-secret."),
        new(Exchange, "method", KeyKind.Choice, "basic", "How the secret is sent: in Authorization or in the form.") { Choices = ["basic", "post"] },
        new(Exchange, "audience", KeyKind.TextList, "[]", "The names by which the issuer knows the upstream; these or resource."),
        new(Exchange, "resource", KeyKind.TextList, "[]", "The upstream's URIs (RFC 8707); these or audience."),
        new(Exchange, "scopes", KeyKind.TextList, "[]", "What the new token is to be good for; as the issuer chooses when left out."),

        new("health", "path", KeyKind.Text, null, "The path that is asked.") { Required = true },
        new("health", "interval", KeyKind.Duration, "10s", "How often it is asked.") { Longest = "1d" },

        new("set-headers", "request", KeyKind.TextMap, "{}", "Fields to set on requests to the upstream."),
        new("set-headers", "response", KeyKind.TextMap, "{}", "Fields to set on responses."),
        new("remove-headers", "request", KeyKind.TextList, "[]", "Fields to remove from requests to the upstream."),
        new("remove-headers", "response", KeyKind.TextList, "[]", "Fields to remove from responses."),

        new("cors", "origins", KeyKind.TextList, null, "Origins such as https://app.example.org; \"*\" only without credentials.") { Required = true },
        new("cors", "credentials", KeyKind.Boolean, "false", "Whether credentials mode include is allowed."),
        new("cors", "max-age", KeyKind.Duration, "10m", "How long browsers may keep a preflight's answer."),
    ];

    private static readonly ILookup<string, ConfigurationKey> BySection = All.ToLookup(key => key.Section);

    /// <summary>The keys of one section.</summary>
    public static IEnumerable<ConfigurationKey> Of(string section) => BySection[section];

    /// <summary>One key; asking for one that is not in the table is a bug.</summary>
    public static ConfigurationKey Get(string section, string name) => BySection[section].Single(key => key.Name == name);
}

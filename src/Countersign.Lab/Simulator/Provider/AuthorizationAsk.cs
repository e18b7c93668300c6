using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Countersign.Lab.Simulator.Provider.Grants;
using Countersign.Lab.Simulator.Provider.Registrations;
using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>What a client sends a person to the provider for (RFC 6749 §4.1.1).</summary>
internal sealed class AuthorizationAsk
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);

    private readonly ProviderForm _form;
    private readonly ProviderPlace _place;

    private AuthorizationAsk(ProviderForm form, ProviderPlace place, RegisteredClient client, string redirectUri)
    {
        (_form, _place, Client, RedirectUri) = (form, place, client, redirectUri);
        AcrValues = [.. (form["acr_values"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        MaxAge = int.TryParse(form["max_age"], NumberStyles.None, CultureInfo.InvariantCulture, out var age) ? age : null;
    }

    /// <summary>The client.</summary>
    public RegisteredClient Client { get; }

    /// <summary>Where the person goes back to.</summary>
    public string RedirectUri { get; }

    /// <summary>How strongly the person is to sign in, best first (RFC 9470 §4).</summary>
    public ImmutableArray<string> AcrValues { get; }

    /// <summary>How long ago that may be, in seconds; null for any time.</summary>
    public int? MaxAge { get; }

    /// <summary>Whether the person may be asked (OpenID Connect Core §3.1.2.1).</summary>
    public bool IsSilent => Prompts.Contains("none");

    /// <summary>Whether everything is agreed to at once, for programs.</summary>
    public bool IsAutomatic => _form.Names.Contains("auto");

    /// <summary>The person whom the client expects.</summary>
    public string Person => _form["login_hint"] ?? new TokenWish().Subject;

    /// <summary>What is asked for.</summary>
    public ImmutableArray<string> Scopes => _form.Scopes;

    private ImmutableArray<string> Prompts => [.. (_form["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Reads a request; null where it is shown to the person as an error: nobody is sent to an address that the client did not register.</summary>
    public static AuthorizationAsk? Read(ProviderForm form, SimulatedProvider provider, ProviderPlace place, out string fault)
    {
        fault = "";
        if (form.Repeated is { } twice)
            fault = $"{twice} came more than once (RFC 6749 §3.1).";
        else if (form["client_id"] is not { } id)
            fault = "There is no client_id.";
        else if (form["redirect_uri"] is not { } address)
            fault = "There is no redirect_uri.";
        else if (provider.Clients.Find(id) is var client && !client.Redirects(address))
            fault = client.IsUnknown ? "Clients that nobody registered come back to this machine alone: http://127.0.0.1:PORT/ANYTHING." : $"The redirect_uri is none of {string.Join(", ", client.RedirectUris)}, character for character (RFC 9700 §2.1).";
        else
            return new(form, place, client, address);
        return null;
    }

    /// <summary>What is wrong with it, as the client is told; null for nothing.</summary>
    public (string Code, string Words)? Fault()
    {
        if (_form["response_type"] is null)
            return ("invalid_request", "There is no response_type.");
        if (_form["response_type"] is not "code")
            return ("unsupported_response_type", "The response_type is code.");
        if (_form["code_challenge"] is not { } challenge || _form["code_challenge_method"] is not "S256" || challenge.Length != 43)
            return ("invalid_request", "A code_challenge of S256 is needed (RFC 7636 §4.3, RFC 9700 §2.1.1).");
        if (_form["request"] is not null)
            return ("request_not_supported", "The request comes in parameters, or beforehand (RFC 9126).");
        if (_form["response_mode"] is not (null or "query"))
            return ("invalid_request", "The response_mode is query.");
        if (IsSilent && Prompts.Length > 1)
            return ("invalid_request", "prompt=none stands alone (OpenID Connect Core §3.1.2.1).");
        if (_form.All("resource").Any(each => !_place.Has(each)))
            return ("invalid_target", "The resource is none of this simulator (RFC 8707 §2).");
        return TokenWishes.Read(Scopes, new()) is null ? ("invalid_scope", $"A scope that begins with {TokenWishes.ScopePrefix} has no meaning.") : null;
    }

    /// <summary>Whether a sign-in of before suffices.</summary>
    public bool IsMetBy(SignedIn session, DateTimeOffset now) => (AcrValues.IsEmpty || AcrValues.Contains(session.Acr)) && (MaxAge is null || session.Ago(now) <= MaxAge);

    /// <summary>The sign-in that is asked for.</summary>
    public SignedIn SignIn(string person, DateTimeOffset now) => new(person, AcrValues is [var first, ..] ? first : SignedIn.Plain, now);

    /// <summary>What a code of it stands for.</summary>
    public CodeGrant Grant(SignedIn session, DateTimeOffset now)
    {
        var plain = new TokenWish
        {
            Subject = session.Person,
            ClientId = Client.Id,
            Resource = _form["resource"],
            Acr = session.Acr,
            SignedInAt = session.At,
            Thumbprint = _form["dpop_jkt"],
            Refresh = RefreshManner.Rotate,
        };
        return new(TokenWishes.Read(Scopes, plain)!, RedirectUri, _form["code_challenge"]!, now + CodeLife) { Nonce = _form["nonce"] };
    }

    /// <summary>The address that the person goes back to, with an answer (RFC 6749 §4.1.2, RFC 9207).</summary>
    public string Back(params ReadOnlySpan<(string Name, string? Value)> answer)
    {
        var address = RedirectUri;
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[.. answer, ("state", _form["state"]), ("iss", _place.Issuer)])
        {
            if (value is not null)
                address += $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(name == "error_description" ? ProviderAnswers.Described(value) : value)}";
        }

        return address;
    }

    /// <summary>What the person is asked.</summary>
    public string Page(string action) => $"""
        <p>{Text(Client.Name)} asks for {Text(Scopes.IsEmpty ? "nothing in particular" : string.Join(", ", Scopes))}{(AcrValues.IsEmpty ? "" : $", and for a sign-in by {Text(string.Join(" or ", AcrValues))}")}. Afterwards you go back to {Text(RedirectUri)}.</p>
        <form method="post" action="{Text(action)}">
        <p><label>Name <input name="user" value="{Text(Person)}" autocomplete="username"></label></p>
        <p><button name="do" value="allow">Sign in and allow</button> <button name="do" value="deny">Refuse</button></p>
        </form>
        <p>Nobody's password is asked for: this provider is simulated.</p>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>How a person signs in for a client, and how the client is known to authorization servers.</summary>
/// <param name="userAgent">What takes the person there.</param>
public sealed class AuthorizationCodeOptions(UserAgent userAgent)
{
    /// <summary>What takes the person there.</summary>
    public UserAgent UserAgent { get; } = userAgent;

    /// <summary>As whom the client is registered at this very server; null where it is not. It comes before all other ways.</summary>
    public ClientAuthentication? Client { get; set; }

    /// <summary>The https address of a document about the client, which is its name at servers that read such documents; null for none.</summary>
    public Uri? ClientDocument { get; set; }

    /// <summary>Whether the client registers itself where a server lets it (RFC 7591). Default: yes.</summary>
    public bool Registers { get; set; } = true;

    /// <summary>The name by which it registers, and which people see when they are asked.</summary>
    public string ClientName { get; set; } = "Countersign client";

    /// <summary>Whether codes are taken to be bound to the client (RFC 7636) at a server that does not say so. Default: no.</summary>
    public bool AssumePkce { get; set; }

    /// <summary>How long somebody waits for the person. Default: five minutes.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Where refresh tokens are kept; null for in memory.</summary>
    public ITokenStore? Store { get; set; }

    /// <summary>Under which name they are kept, together with the server's.</summary>
    public string StoreName { get; set; } = "sign-in";
}

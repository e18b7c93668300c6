using System.Collections.Immutable;
using System.Net;

namespace Countersign.Gateway.Doctor;

/// <summary>Which address is to be examined, and how.</summary>
/// <param name="Url">What a person has in the address bar.</param>
public sealed record AddressOrder(Uri Url)
{
    /// <summary>Where hosts are, instead of where their names lead.</summary>
    public ImmutableArray<KeyValuePair<string, IPAddress>> Places { get; init; } = [];

    /// <summary>A PEM file of authorities to trust; null for the system's.</summary>
    public string? Authorities { get; init; }

    /// <summary>Whether a password may be sent although nobody vouches for the certificate.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>Whether to ask as a browser that sends no Sec-Fetch fields.</summary>
    public bool IsOldBrowser { get; init; }

    /// <summary>Further hosts than that of the address to which the password may be sent.</summary>
    public ImmutableArray<string> SignInHosts { get; init; } = [];

    /// <summary>The origin whose scripts are to use the address; null for none in particular.</summary>
    public string? Origin { get; init; }

    /// <summary>Who signs in; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary>How long each request may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}

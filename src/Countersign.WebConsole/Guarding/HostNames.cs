using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Guarding;

/// <summary>
/// The names that a console is served under. A page elsewhere can give this machine's address a name of its own and then read answers (DNS rebinding); it
/// can't do that to a number, nor to localhost.
/// </summary>
/// <param name="Further">Names besides.</param>
internal sealed record HostNames(ImmutableArray<string> Further)
{
    /// <summary>Numbers and localhost alone.</summary>
    public static HostNames Local { get; } = new([]);

    /// <summary>Whether it is served under a host.</summary>
    public bool Has(HostString host)
    {
        var name = host.Host;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(name.Trim('[', ']'), out _)
            || Further.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}

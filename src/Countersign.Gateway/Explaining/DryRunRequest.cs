using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Explaining;

/// <summary>A request that is only imagined.</summary>
/// <param name="Method">The method.</param>
/// <param name="Scheme">http or https.</param>
/// <param name="Authority">Host and port as in the Host field.</param>
/// <param name="Target">The request target, as it would be sent: not normalised here.</param>
/// <param name="Headers">The fields.</param>
public sealed record DryRunRequest(string Method, string Scheme, string Authority, string Target, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    /// <summary>Reads a method, an URL and <c>Name: value</c> lines.</summary>
    public static bool TryRead(
        string method, string url, IEnumerable<string> headerLines, [NotNullWhen(true)] out DryRunRequest? request, out string problem)
    {
        request = null;
        problem = "";
        if (!ValueRules.IsToken(method))
        {
            problem = $"'{Printable.Of(method)}' is not a method.";
            return false;
        }

        var colon = url.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0 || url[..colon].ToLowerInvariant() is not ("http" or "https"))
        {
            problem = $"'{url}' is not an http or https URL.";
            return false;
        }

        // The target is taken as it stands: a dry run that tidied it up would not be one.
        var rest = url[(colon + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        var target = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        if (authority.Length == 0)
        {
            problem = $"'{url}' names no host.";
            return false;
        }

        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var line in headerLines)
        {
            var separator = line.IndexOf(':', StringComparison.Ordinal);
            if (separator <= 0)
            {
                problem = $"'{line[..Math.Min(line.Length, 20)]}' is not a field: write \"Name: value\".";
                return false;
            }

            headers.Add(new(line[..separator].Trim(), line[(separator + 1)..].Trim()));
        }

        // Nobody hears of such a request: the server itself refuses to read it.
        if (headers.Where(field => field.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } lengths
            && (lengths.Length > 1 || !long.TryParse(lengths[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            problem = "Content-Length is not one whole number.";
            return false;
        }

        request = new(method, url[..colon].ToLowerInvariant(), authority, target, headers.ToImmutable());
        return true;
    }
}

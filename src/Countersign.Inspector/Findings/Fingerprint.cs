using System.Security.Cryptography;
using System.Text;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Findings;

/// <summary>
/// What stays the same of a finding from one recording to the next: the check, the method, the address without its query, and the part. By it a finding that
/// somebody accepted is known again.
/// </summary>
public static class Fingerprint
{
    private const int Octets = 8;

    /// <summary>The fingerprint of a finding: 16 hex digits.</summary>
    public static string Of(Finding finding, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(recording);
        return Of($"{finding.Check.Id}\n{Place(finding, recording)}");
    }

    /// <summary>The fingerprint of a finding in a configuration: the check, the file, and the directives with their blocks. It stays when lines move.</summary>
    internal static string Of(LintFinding finding)
    {
        var lines = finding.Directives.SelectMany(directive => directive.Lineage().Select(each => each.Text));
        return Of($"{finding.Check.Id}\n{(finding.Directives is [var first, ..] ? first.Place.File : "")}\n{string.Join('\n', lines)}");
    }

    /// <summary>The fingerprint of a finding in a site: the check and the place. It stays when more is refused by the same cause.</summary>
    internal static string Of(SiteFinding found, Site site) => Of($"{found.Finding.Check.Id}\n{Place(found, site)}");

    /// <summary>What the places of a finding in a site share, or the one address without its query; what answers share is said by the message.</summary>
    internal static string Place(SiteFinding found, Site site) => found switch
    {
        { Cause.Length: > 0 } => found.Cause,
        { Finding.Evidence: [{ Exchange: >= 0 and var place }, ..] } => site.Shown(new Uri(site.At(place).Url.GetLeftPart(UriPartial.Path))),
        _ => found.Finding.Message,
    };

    /// <summary>Where the finding is, for people: <c>GET https://api.example/orders response WWW-Authenticate</c>.</summary>
    public static string Place(Finding finding, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(recording);
        if (finding.Evidence is not [{ } evidence, ..])
            return "";
        var request = evidence.Exchange >= 0 && evidence.Exchange < recording.Exchanges.Length ? recording.Exchanges[evidence.Exchange].Request : null;
        return $"{request?.Method} {request?.Url?.GetLeftPart(UriPartial.Path) ?? "?"} {evidence.Part}".TrimStart();
    }

    private static string Of(string place) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place))[..Octets]);
}

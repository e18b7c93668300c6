using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Inspector.Probes;

/// <summary>Which questions decide what one exchange leaves open, the most telling first: what is beyond the bound is not asked.</summary>
internal static class ProbePlan
{
    private static readonly string[] Safe = ["GET", "HEAD", "OPTIONS"];

    private static readonly string[] Unreadable = ["Basic !!!", "Basic", "Countersign-Probe 1"];

    public static ImmutableArray<Probe> Of(ProbeSubject subject, ProbeOptions options)
    {
        var plan = ImmutableArray.CreateBuilder<Probe>();
        var url = subject.Url;
        var methods = Safe.Concat(options.Methods).Distinct(StringComparer.Ordinal).ToArray();
        plan.AddRange(methods.Select(method => new Probe(ProbePurpose.Access, method, url, ProbeCredentials.None)));
        var schemes = Schemes(subject);
        foreach (var scheme in schemes)
            plan.Add(new(ProbePurpose.Access, "GET", url, ProbeCredentials.Wrong) { Scheme = scheme });
        plan.Add(new(ProbePurpose.Access, "GET", url, ProbeCredentials.Given));
        plan.AddRange(options.Methods.Where(method => !Safe.Contains(method, StringComparer.Ordinal)).SelectMany(method => schemes.Take(1), (method, scheme) => new Probe(ProbePurpose.Access, method, url, ProbeCredentials.Wrong) { Scheme = scheme }));
        plan.AddRange(Unreadable.Select(value => new Probe(ProbePurpose.Access, "GET", url, ProbeCredentials.Malformed) { Scheme = value }));
        AddOrigins(plan, subject, options);
        plan.AddRange(subject.Challenges.Select(challenge => challenge.Find("resource_metadata")).OfType<string>().Distinct(StringComparer.Ordinal)
            .Where(IsWeb).Take(2).Select(address => new Probe(ProbePurpose.Metadata, "GET", new(address), ProbeCredentials.None)));
        plan.Add(new(ProbePurpose.Condition, "GET", url, ProbeCredentials.None) { Fields = [("If-None-Match", subject.EntityTag ?? "*")] });
        plan.Add(new(ProbePurpose.Access, "HEAD", url, ProbeCredentials.Given));
        plan.Add(new(ProbePurpose.Missing, "GET", Sibling(url), ProbeCredentials.None));
        if (options.KnownUser is not null && schemes.Contains("Basic", StringComparer.OrdinalIgnoreCase))
            plan.AddRange(Enumerable.Range(0, 2).Select(_ => new Probe(ProbePurpose.Access, "GET", url, ProbeCredentials.WrongPassword) { Scheme = "Basic" }));
        if (options.Variants)
            plan.AddRange(Variants(url).Select(variant => new Probe(ProbePurpose.Variant, "GET", variant, ProbeCredentials.None)));
        return plan.ToImmutable();
    }

    // Of each scheme once, and no more than three: whoever counts wrong tries of an address locks it out.
    private static string[] Schemes(ProbeSubject subject)
    {
        var offered = subject.Challenges.Select(challenge => challenge.Scheme).Where(WrongCredentials.Knows).Distinct(StringComparer.OrdinalIgnoreCase).Take(ProbeOptions.MostWrongPasswords).ToArray();
        return offered.Length > 0 ? offered : ["Bearer"];
    }

    private static void AddOrigins(ImmutableArray<Probe>.Builder plan, ProbeSubject subject, ProbeOptions options)
    {
        var origin = options.Origin ?? ProbeOptions.NobodysOrigin;
        plan.Add(new(ProbePurpose.Preflight, "OPTIONS", subject.Url, ProbeCredentials.None)
        {
            Fields = [("Origin", origin), ("Access-Control-Request-Method", subject.Method), ("Access-Control-Request-Headers", "authorization"), ("Sec-Fetch-Mode", "cors")],
        });
        if (options.Origin is null)
            return;
        plan.Add(new(ProbePurpose.Readable, "GET", subject.Url, ProbeCredentials.None) { Fields = [("Origin", origin), ("Sec-Fetch-Mode", "cors")] });
        plan.Add(new(ProbePurpose.Readable, "GET", subject.Url, ProbeCredentials.Given) { Fields = [("Origin", origin), ("Sec-Fetch-Mode", "cors")] });
    }

    private static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static Uri Sibling(Uri url) => new(url, $"{url.AbsolutePath[..(url.AbsolutePath.LastIndexOf('/') + 1)]}countersign-probe-not-there");

    private static IEnumerable<Uri> Variants(Uri url)
    {
        var path = url.AbsolutePath;
        var last = path.LastIndexOf('/') + 1;
        string[] written =
        [
            "/" + path, path.Insert(last, "./"), path.Insert(last, "%2e/"), path.Length > 1 && !path.EndsWith('/') ? path + "/" : path + "%2f", path.ToUpperInvariant(), path + ";x", path + "%00", path + "%20",
        ];
        return written.Where(each => each != path).Distinct(StringComparer.Ordinal).Select(each => new Uri($"{url.GetLeftPart(UriPartial.Authority)}{each}{url.Query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
    }
}

using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class MetadataUnusable : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/metadata-unusable",
        Severity.Error,
        "The description of the resource can't be used",
        "The challenge names where a client learns which authorization server to ask. Without that it can't get a token.",
        new("RFC 9728 §3.3", "MUST"),
        Fault.Origin,
        "Serve the document at that address without credentials, as JSON, with the address of the resource as its member resource.");

    protected override bool Wants(Probe probe) => probe.Purpose == ProbePurpose.Metadata;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        foreach (var (probe, answer) in probes.All(ProbePurpose.Metadata, ProbeCredentials.None))
        {
            if (answer.Status != 200)
                yield return Found($"{probe.Url.GetLeftPart(UriPartial.Path)} is answered {answer.Status}.", Seen.Target(answer), Seen.Status(answer));
            else if (FaultOf(answer, probes) is { } fault)
                yield return Found($"{probe.Url.GetLeftPart(UriPartial.Path)} {fault}.", Seen.Target(answer), Seen.Response(answer, "Content-Type"));
        }
    }

    private static string? FaultOf(Exchange answer, ProbeMatrix probes)
    {
        if (!answer.Response!.Content.IsWhole)
            return null;
        try
        {
            using var document = JsonDocument.Parse(answer.Response.Content.Octets);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("resource", out var resource) || resource.ValueKind != JsonValueKind.String)
                return "has no member resource";

            // What stands for the resource may be its origin, or a path above it.
            var asked = probes.Access(ProbeCredentials.None)?.Request?.Url;
            return asked is null || (Uri.TryCreate(resource.GetString(), UriKind.Absolute, out var named) && IsAbove(named, asked)) ? null : $"describes {resource.GetString()}, and not what was asked for";
        }
        catch (JsonException)
        {
            return "is no JSON";
        }
    }

    private static bool IsAbove(Uri named, Uri asked) =>
        Uri.Compare(named, asked, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        && (asked.AbsolutePath == named.AbsolutePath || asked.AbsolutePath.StartsWith(named.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal));
}

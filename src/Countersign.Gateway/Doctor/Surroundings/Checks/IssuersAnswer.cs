using System.Collections.Immutable;
using Countersign.AspNetCore.Issuers;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class IssuersAnswer : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "issuers/answer",
        "Each issuer of tokens: its metadata and its keys.",
        "The tokens of programs, and of applications that people use, are refused.");

    private static readonly CheckRow Clocks = new(
        "issuers/clock",
        "The Date of each issuer's answers against this machine's clock.",
        "Its tokens are taken for too old, or for not valid yet.");

    public ImmutableArray<CheckRow> Rows => [Row, Clocks];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var found = new List<Finding>();
        foreach (var issuer in place.Configuration.Schemes.OfType<BearerConfiguration>().SelectMany(scheme => scheme.Issuers).DistinctBy(issuer => issuer.Name))
            found.AddRange(await LookAsync(issuer, place, cancel));
        return found;
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(IssuerConfiguration issuer, ConfiguredPlace place, CancellationToken cancel)
    {
        if (issuer.Keys is { } file)
            return [File.Exists(file) ? Row.Ok($"The keys of {issuer.Name} are in {file}.") : Row.Fault($"The file {file} with the keys of {issuer.Name} is not there.", "Put it there, or name another under `keys`.")];
        return await new IssuerQuestion(issuer.Name, issuer.Name)
        {
            Metadata = issuer.Metadata,
            JwksUri = issuer.JwksUri,
            Authorities = issuer.Authorities,
        }.AskAsync(Row, Clocks, place.Clock, cancel);
    }
}

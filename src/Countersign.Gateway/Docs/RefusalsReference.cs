using System.Globalization;
using System.Text;
using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.Gateway.Docs;

/// <summary>Writes docs/reference/refusals.md from <see cref="RefusalCatalogue"/>.</summary>
internal static class RefusalsReference
{
    private const string Opening = """
        # Refusals

        Every reason for which a request is not let in. This list is closed and generated from `RefusalCatalogue`; do not edit it by hand.

        The client is told the *public* reason, in the `reason` of problem+json and on the page. Journal, log, metric, trace and
        `countersign explain` name the exact one. Where the two differ, the difference would tell a stranger something about the
        accounts or keys behind the gateway.


        """;

    /// <summary>The whole page, with line feeds as line ends.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        page.Append("| reason | status | told to the public | guess |\n|---|---|---|---|\n");
        foreach (var refusal in RefusalCatalogue.All)
        {
            var row = refusal.Row();
            page.Append(CultureInfo.InvariantCulture,
                $"| [`{row.Slug}`](#{row.Slug}) | {row.Status} | {(row.PublicAs is null ? "as it is" : $"`{refusal.PublicRow().Slug}`")} | {(row.CountsAsGuess ? "yes" : "")} |\n");
        }

        page.Append(
            "\n*Guess*: a wrong secret. With a user name it counts towards the lockout of that name on its network (`attempts-per-name`). Every refusal\n"
            + "of credentials that came, a guess or not, counts towards `refusals-per-minute`, but for `protection-unavailable` and `issuer-unavailable`.\n");
        foreach (var refusal in RefusalCatalogue.All)
            WriteOne(page, refusal);
        return page.ToString();
    }

    private static void WriteOne(StringBuilder page, Refusal refusal)
    {
        var row = refusal.Row();
        page.Append(CultureInfo.InvariantCulture, $"\n## {row.Slug}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"**{row.Status} {row.Title}.** {row.Sentence}\n\n");
        if (row.PublicAs is not null)
            page.Append(CultureInfo.InvariantCulture, $"- Told to the public as `{refusal.PublicRow().Slug}`: {refusal.PublicRow().Sentence}\n");
        page.Append(CultureInfo.InvariantCulture, $"- Challenges: {Challenges(refusal, row)}\n");
        page.Append(CultureInfo.InvariantCulture, $"- Usual cause: {Cause(row.Fault)}\n");
        page.Append(CultureInfo.InvariantCulture, $"- Source: {row.Source}\n");
        page.Append(CultureInfo.InvariantCulture, $"- Advice: {row.Advice}\n");
    }

    private static string Challenges(Refusal refusal, RefusalRow row)
    {
        if (!Gate.IsChallenged(refusal))
            return "none";
        return row.ChallengeParams.IsEmpty
            ? "all schemes of the route"
            : $"all schemes of the route; the refused scheme's with {string.Join(", ", row.ChallengeParams.Select(Show))}";
    }

    private static string Show(AuthParam param) => param.Quoted ? $"`{param.Name}=\"{param.Value}\"`" : $"`{param.Name}={param.Value}`";

    private static string Cause(Fault fault) => fault switch
    {
        Fault.Client => "the client",
        Fault.Server => "the server or its configuration",
        Fault.Intermediary => "something between client and server",
    };
}

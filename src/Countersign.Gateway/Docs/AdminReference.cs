using System.Globalization;
using System.Text;
using Countersign.Gateway.Admin.Catalogues;

namespace Countersign.Gateway.Docs;

/// <summary>Writes docs/reference/admin-api.md from <see cref="AdminCatalogue"/>.</summary>
internal static class AdminReference
{
    private const string Opening = """
        # The admin listener

        What the admin listener does, generated from `AdminCatalogue`; do not edit it by hand. A running gateway gives the same to programs, as OpenAPI 3.1:
        `/.countersign/openapi.json`. How to use it: [Manage users](../how-to/manage-users.md), [rotate keys](../how-to/rotate-keys.md), [revoke tokens](../how-to/revoke-tokens.md).

        Every request but those for health needs the credential of the admin listener, as `Authorization: Bearer TOKEN` or as the password of any name (Basic), and a
        `Host` that is an IP address or `localhost`. HEAD is answered wherever GET is. Content is one JSON object of at most 16 KiB, declared as
        `application/json`, with the members below and no others. What is wrong is told as `application/problem+json` (RFC 9457). Times are RFC 3339, in UTC.
        Names in addresses are percent-encoded, slashes in them too.

        `/console` has pages for people, with the same credential: [use the console](../how-to/use-the-console.md).

        Everywhere: 401 without the credential, 404 for an address that is none, 405 for another method, 421 for another host.

        """;

    /// <summary>The whole page, with line feeds as line ends.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        foreach (var subject in AdminCatalogue.All.GroupBy(endpoint => endpoint.Subject, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {subject.Key}\n");
            foreach (var endpoint in subject)
                WriteOne(page, endpoint);
        }

        page.Append("\n## Objects\n");
        foreach (var schema in AdminCatalogue.All.Select(endpoint => endpoint.Answer.Schema).OfType<JsonSchema>().DistinctBy(schema => schema.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {schema.Name}\n\n");
            if (schema.Members.Count == 0)
                page.Append("In the OpenAPI document.\n");
            else
                WriteMembers(page, schema.Members, isAnswer: true);
        }

        return page.ToString();
    }

    private static void WriteOne(StringBuilder page, AdminEndpoint endpoint)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {endpoint.Method} {AdminCatalogue.Root}{endpoint.Written}\n\n{endpoint.Summary}{(endpoint.IsOpen ? " Needs no credential." : "")}\n\n");
        foreach (var parameter in endpoint.Query)
            page.Append(CultureInfo.InvariantCulture, $"- `?{parameter.Name}=`: {parameter.Sentence}{(parameter.Most is { } most ? $" From 1 to {most}, {parameter.Usual} when left out." : "")}\n");
        if (endpoint.TakesCondition)
            page.Append("- `If-Match`: the `ETag` under which the user was seen; nothing is done when it has changed since.\n");
        if (endpoint.Query.Length > 0 || endpoint.TakesCondition)
            page.Append('\n');
        if (endpoint.Content is { } content)
        {
            WriteMembers(page, content.Members, isAnswer: false);
            page.Append('\n');
        }

        page.Append("| status | |\n|---|---|\n").Append(CultureInfo.InvariantCulture, $"| {endpoint.Answer.Status} | {endpoint.Answer.Sentence}{What(endpoint.Answer)} |\n");
        foreach (var problems in endpoint.Problems().Where(problem => problem.Status is not (401 or 421)).GroupBy(problem => problem.Status))
            page.Append(CultureInfo.InvariantCulture, $"| {problems.Key} | {string.Join(" Or: ", problems.Select(problem => problem.Sentence))} |\n");
    }

    private static string What(AdminAnswer answer)
    {
        var what = answer.Schema is { } schema ? $" {(answer.IsList ? "A list of" : "")} [{schema.Name}](#{schema.Name.ToLowerInvariant()})" : answer.Media is { } media ? $" `{media}`" : "";
        return what.Replace("  ", " ", StringComparison.Ordinal) + (answer.HasLocation ? ", with `Location`" : "") + (answer.HasTag ? ", with `ETag`" : "");
    }

    private static void WriteMembers(StringBuilder page, IEnumerable<JsonMember> members, bool isAnswer)
    {
        page.Append("| member | is | |\n|---|---|---|\n");
        foreach (var member in members)
        {
            var choices = member.Choices.IsEmpty ? "" : $" One of `{string.Join("`, `", member.Choices)}`.";
            var isNeeded = !isAnswer && member.IsRequired ? " Needed." : "";
            page.Append(CultureInfo.InvariantCulture, $"| `{member.Name}` | {member.KindInWords} | {member.Sentence}{choices}{isNeeded} |\n");
        }
    }
}

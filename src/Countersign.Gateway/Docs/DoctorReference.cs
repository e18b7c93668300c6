using System.Globalization;
using System.Text;
using Countersign.Gateway.Doctor;
using Countersign.Gateway.Doctor.Address;
using Countersign.Gateway.Doctor.Surroundings;

namespace Countersign.Gateway.Docs;

/// <summary>Writes docs/reference/doctor.md from the catalogues of checks.</summary>
internal static class DoctorReference
{
    private const string Opening = """
        # What `countersign doctor` looks at

        Generated from the catalogues of its checks; do not edit it by hand. [People cannot sign in](../how-to/people-cannot-sign-in.md) tells how to use it.

        Each check ends with *ok*, *warning*, *fault* or *not checked*. A fault has the command end with 1; wrong usage ends with 2, all else with 0.


        """;

    /// <summary>The whole page, with line feeds as line ends.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        Write(page, "Of an address", "`countersign doctor URL` asks it as a browser does, with a cookie jar that holds to RFC 6265bis.", AddressCatalogue.All(TimeProvider.System).Select(check => check.Row));
        page.Append('\n');
        Write(page, "Of a configuration", "`countersign doctor` without an address reads the file and looks at what the gateway relies on. It changes nothing.", SurroundingsCatalogue.Rows);
        return page.ToString();
    }

    private static void Write(StringBuilder page, string title, string sentence, IEnumerable<CheckRow> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{sentence}\n\n| check | looks at | what it means to who signs in |\n|---|---|---|\n");
        foreach (var row in rows)
            page.Append(CultureInfo.InvariantCulture, $"| `{row.Id}` | {row.LooksAt} | {row.Matters} |\n");
    }
}

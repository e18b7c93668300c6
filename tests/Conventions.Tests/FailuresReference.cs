using System.Globalization;
using System.Text;
using Countersign.Client.Failures;

namespace Countersign.Conventions;

/// <summary>Writes docs/reference/client-failures.md from <see cref="FailureCatalogue"/>.</summary>
internal static class FailuresReference
{
    private const string Opening = """
        # Why a client does not get in

        Every reason of an `AuthenticationFailedException` (`Failure.Reason`), and of the logs, metrics and traces of `Countersign.Client`. This list is
        closed and generated from `FailureCatalogue`; do not edit it by hand. What the *server* says of the same exchange is the exception's `Refusal`, one
        of the [refusals](refusals.md).

        """;

    /// <summary>The whole page, with line feeds as line ends.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        foreach (var reason in FailureCatalogue.All)
        {
            var row = reason.Row();
            page.Append(CultureInfo.InvariantCulture, $"\n## {row.Slug}\n\n`FailureReason.{reason}`. {row.Sentence} {row.Advice}\n");
        }

        return page.ToString();
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;
using Countersign.Inspector.Reports;

namespace Countersign.Inspector.Logs;

/// <summary>Octets of a log as text to show: printable, and without what is a secret by its looks.</summary>
internal static partial class LogText
{
    public static string Of(ReadOnlySpan<byte> octets) => ReportWords.Printable(CutUserinfo().Replace(TextIntake.ByLooks(Encoding.UTF8.GetString(octets)), "//***"));

    // What is kept of a line may end within a password.
    [GeneratedRegex(@"//[^\s/@:]{1,256}:(?![0-9]{1,5}\z)[^\s/@]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CutUserinfo();

    /// <summary>The beginning of a name: people type passwords where names belong, and one that never got in may be such.</summary>
    public static string Masked(string name) => name.Length == 0 ? name : $"{(Rune.TryGetRuneAt(name, 0, out var first) ? first.ToString() : "\ufffd")}***";
}

using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;

namespace Countersign.Cli.Commands;

/// <summary>A word of the command line as messages may repeat it: addresses and fields that are typed wrong have the same secrets in them as others.</summary>
internal static partial class QuotedWord
{
    public static string Of(string word) => Userinfo().Replace(TextIntake.ByLooks(new MessageIntake().Address(word)), "***@");

    // An address whose scheme was left out.
    [GeneratedRegex(@"^[^\s:/@]{1,256}:[^\s@]+@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Userinfo();
}

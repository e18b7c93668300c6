using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Countersign.AspNetCore.Tests.SignIn;

/// <summary>The return targets of <c>tests/Fixtures/return-targets.txt</c>.</summary>
internal static partial class ReturnTargetFixture
{
    public static IEnumerable<string> Written([CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "../../Fixtures/return-targets.txt")).Skip(1).Where(line => line.Length > 0)
            .Select(line => Escape().Replace(line, escape => escape.Value[1] switch
            {
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                '0' => "\0",
                '\\' => "\\",
                _ => ((char)Convert.ToUInt16(escape.Value[2..], 16)).ToString(),
            }));

    [GeneratedRegex(@"\\(?:u[0-9a-f]{4}|[nrt0\\])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}

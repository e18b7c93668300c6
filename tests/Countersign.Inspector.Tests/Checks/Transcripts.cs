using System.Runtime.CompilerServices;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reading.Har;

namespace Countersign.Inspector.Tests.Checks;

/// <summary>
/// The transcripts of tests/Fixtures/inspector: <c>AREA/FACT/fires-*.http</c> must be found by the check <c>AREA/FACT</c>, <c>quiet-*.http</c> must not, and
/// nothing may be found wrong in <c>clean/*.http</c>. Where times matter they are <c>.har</c>.
/// </summary>
internal static class Transcripts
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../Fixtures/inspector"));

    public static IEnumerable<string> Of(string folder, string pattern) =>
        Directory.Exists(Path.Combine(Root, folder)) ? Directory.GetFiles(Path.Combine(Root, folder), pattern).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal) : [];

    public static Inspection Inspect(string file) =>
        Inspection.Of(file.EndsWith(".har", StringComparison.Ordinal) ? HarReader.Read(File.ReadAllBytes(Path.Combine(Root, file))) : RawHttpReader.Read(File.ReadAllText(Path.Combine(Root, file))));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

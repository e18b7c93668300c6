using System.Runtime.CompilerServices;
using Countersign.Inspector.ApiDescriptions;
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

    private static readonly ApiDescription Api = ApiDescriptionReader.Read(File.ReadAllBytes(Path.Combine(Root, "api/openapi.yaml")), out _)!;

    /// <summary>Those of the area <c>api</c> are compared with the description that lies beside them.</summary>
    public static Inspection Inspect(string file) => Inspection.Of(
        file.EndsWith(".har", StringComparison.Ordinal) ? HarReader.Read(File.ReadAllBytes(Path.Combine(Root, file))) : RawHttpReader.Read(File.ReadAllText(Path.Combine(Root, file))),
        file.StartsWith("api", StringComparison.Ordinal) ? Api : null);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

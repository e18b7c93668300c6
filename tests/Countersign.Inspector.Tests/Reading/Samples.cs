using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Tests.Checks;
using Xunit;

namespace Countersign.Inspector.Tests.Reading;

/// <summary>What real programs wrote of exchanges with real servers: curl 7.88, httpie 3.2 and Chromium with nginx 1.22 and Apache 2.4.</summary>
internal static class Samples
{
    /// <summary>The password in all of them.</summary>
    public const string Secret = "planted-secret-4711";

    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(Transcripts.Root, "samples");

    public static byte[] Octets(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static Recording Read(string name) => Read(Octets(name));

    public static Recording Read(ReadOnlyMemory<byte> octets)
    {
        var recording = TranscriptReader.Read(octets, out var problem);
        Assert.True(recording is not null, problem);
        return recording;
    }

    /// <summary>Each exchange in a line: method, address, status, and what the request shows of who sends it.</summary>
    public static string[] Story(this Recording recording) =>
        [.. recording.Exchanges.Select(each => $"{each.Request?.Method} {each.Request?.Url?.ToString() ?? each.Request?.Target} {each.Status} {string.Join(',', each.Request?.Credentials.Select(shown => shown.Scheme ?? shown.Name) ?? [])}".Trim())];
}

using System.Collections.Immutable;
using System.IO.Compression;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Answers in a coding, whatever the client accepts.</summary>
/// <param name="coding">Its name in the path.</param>
internal sealed class EncodedEndpoint(string coding) : EchoAddress
{
    public override string Path => $"/{coding}";

    public override string Story => $"Says what came, in the coding {Token}, whatever Accept-Encoding says (RFC 9110 §8.4).";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of(Path)];

    private string Token => coding == "brotli" ? "br" : coding;

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var plain = EchoJson.Octets(json =>
        {
            json.WriteBoolean(coding == "gzip" ? "gzipped" : coding == "deflate" ? "deflated" : "brotli", true);
            EchoJson.Write(json, request, EchoPart.Fields | EchoPart.Method | EchoPart.Origin);
        });
        using var written = new MemoryStream();
        using (var coded = Coding(written))
            coded.Write(plain);
        var answer = new SimulatedAnswer(200) { Content = written.ToArray(), MediaType = "application/json" };
        answer.Add("Content-Encoding", Token);
        return answer;
    }

    // "deflate" is zlib's format, not the bare one of its name (RFC 9110 §8.4.1.2).
    private Stream Coding(Stream to) => coding switch
    {
        "gzip" => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true),
    };
}

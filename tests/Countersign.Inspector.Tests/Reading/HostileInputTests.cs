using System.Text;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Tests.Intake;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Inspector.Tests.Reading;

public sealed class HostileInputTests
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "{", "[", "}", "]", "\r", "\n\n", "\0", ": ", "* ", "> ", "< ", "HTTP/1.1 200 OK\n", "GET / HTTP/1.1\n", ":status: 401\n", ":method: GET\n", "=> Send header, 99999999 bytes (0x5f5e0ff)\n", "0000: 47 45 54\n",
        "Content-Length: 99999999999999999999\n", "Content-Length: 5\n", "Transfer-Encoding: chunked\n\nffffffff\n", "\\ud800", "null", "1e999", "\"entries\":[", "\"password\":\"", "&quot;", "Authorization: ", "Cookie: ;;=;", "Set-Cookie: =\n", "é€😀", "<input value=", "%",
        "* Connected to ", "curl: (6) ", "```\n", "### \n", "[::1", "http://[", "://@", "eyJ.eyJ.", "Authorization: Basic \u0000", "\u2028",
    ];

    [Theory]
    [InlineData("", "\0", 32)]
    [InlineData("> GET / HTTP/1.1\n", "< \n", 32)]
    [InlineData("{\"log\":{\"entries\":[", "{},", 512)]
    public void What_has_no_end_is_read_so_far_as_it_may_be_long(string beginning, string repeated, int mebibytes)
    {
        var octets = TranscriptReader.Octets(new EndlessStream(beginning, repeated), 0);

        Assert.InRange(octets.Length, (mebibytes << 20) + 1, (mebibytes << 20) + (1 << 20));
        Assert.Null(TranscriptReader.Read(octets, out var problem));
        Assert.Contains($"{mebibytes} MiB", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public void A_stream_is_read_whole_however_long_it_is_said_to_be(int expected)
    {
        var octets = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("> GET / HTTP/1.1\n", 30_000)));

        Assert.Equal(octets, TranscriptReader.Octets(new MemoryStream(octets), expected).ToArray());
    }

    [Fact]
    public void A_field_that_goes_on_over_many_lines_is_kept_as_far_as_one_line_is()
    {
        var recording = Samples.Read(Encoding.UTF8.GetBytes("GET / HTTP/1.1\nHost: a.example\nX-Note: a\n" + string.Concat(Enumerable.Repeat(" word\n", 500_000)) + "\nHTTP/1.1 200 OK\n\n"));

        Assert.Equal(64 * 1024, Assert.Single(recording.Exchanges).Request!.Fields.First("X-Note")!.Length);
    }

    [Fact]
    public void A_challenge_that_is_too_long_is_cut_between_schemes()
    {
        var recording = Samples.Read(Encoding.UTF8.GetBytes("GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 401 No\nWWW-Authenticate: " + string.Concat(Enumerable.Repeat("Basic, ", 20_000)) + "\n\n"));

        Assert.All(Assert.Single(recording.Exchanges).Response!.Fields.First("WWW-Authenticate")!.Split(", "), scheme => Assert.Equal("Basic", scheme));
    }

    [Fact]
    public void Samples_that_were_cut_joined_and_littered_are_read_to_the_end()
    {
        var samples = Samples.Names.Select(name => Encoding.Latin1.GetString(Samples.Octets(name))).ToArray();
        var change =
            from sample in Gen.Elements(samples)
            from cuts in Gen.Choose(0, 3)
            from places in Gen.Choose(0, 1_000_000).ArrayOf(8)
            from pieces in Gen.Elements(Pieces).ArrayOf(4)
            select Mutated(sample, cuts, places, pieces);

        Prop.ForAll(change.ToArbitrary(), text =>
        {
            var recording = TranscriptReader.Read(Encoding.Latin1.GetBytes(text), out var problem);
            var indexes = recording?.Exchanges.Select(each => each.Index) ?? [];
            if (recording is not null)
                Inspection.Of(recording);
            return (recording is null) == (problem is not null) && indexes.SequenceEqual(Enumerable.Range(0, recording?.Exchanges.Length ?? 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(20261122, 4711));
    }

    [Fact]
    public void Samples_that_were_cut_anywhere_keep_their_secret()
    {
        foreach (var name in Samples.Names)
        {
            var whole = Samples.Octets(name);
            for (var length = 40; length < whole.Length; length += 97)
            {
                if (TranscriptReader.Read(whole.AsMemory(0, length), out _) is { } recording)
                    Assert.DoesNotContain(Everything.TextsOf(recording), text => text.Contains("planted-sec", StringComparison.Ordinal) || text.Contains("YW5uYTpwbGFudG", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Long_fields_are_cut_and_many_are_left_out()
    {
        var recording = RawHttpReader.Read($"HTTP/1.1 401 Unauthorized\nX-Long: {new string('x', 10_000_000)}\n{string.Concat(Enumerable.Range(0, 5000).Select(n => $"X-{n}: 1\n"))}\n");

        var fields = recording.Exchanges[0].Response!.Fields;
        Assert.Equal(64 * 1024, fields.First("X-Long")!.Length);
        Assert.Equal(1000, fields.Lines.Length);
    }

    [Fact]
    public void Long_contents_are_cut()
    {
        var content = RawHttpReader.Read($"HTTP/1.1 401 Unauthorized\n\n{new string('x', 3_000_000)}").Exchanges[0].Response!.Content;

        Assert.Equal((256 * 1024, 3_000_000, false), (content.Octets.Length, content.Length, content.IsWhole));
    }

    [Theory]
    [InlineData("\"password\":\"", 40_000)]
    [InlineData("\"value\":{\"name\":", 20_000)]
    [InlineData("<input ", 40_000)]
    [InlineData("eyJ", 90_000)]
    [InlineData("Bearer ", 40_000)]
    [InlineData("://", 90_000)]
    [InlineData("\\", 250_000)]
    [InlineData("token=[", 40_000)]
    [InlineData("-----BEGIN PRIVATE KEY-----", 9_000)]
    [InlineData("form-data; name=\"password\"\n\n", 9_000)]
    public void Contents_made_to_cost_much_are_read_all_the_same(string piece, int times)
    {
        var recording = RawHttpReader.Read($"HTTP/1.1 401 Unauthorized\nContent-Type: text/html\n\n{string.Concat(Enumerable.Repeat(piece, times))}");

        Assert.Single(recording.Exchanges);
    }

    [Fact]
    public void Deep_JSON_is_a_problem_and_no_accident()
    {
        var recording = Samples.Read(Encoding.UTF8.GetBytes("{\"log\":{\"entries\":[{\"request\":" + new string('[', 100_000)));

        Assert.Empty(recording.Exchanges);
        Assert.Single(recording.Problems);
    }

    [Fact]
    public void A_bomb_is_not_unpacked_to_its_end()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[50_000_000].Select(_ => (byte)'a').ToArray());

        var content = new Inspector.Intake.MessageIntake().Response(401, "", null, [new("Content-Encoding", "gzip")], packed.ToArray()).Content;

        Assert.Equal((256 * 1024, false), (content.Octets.Length, content.IsWhole));
    }

    private static string Mutated(string sample, int cuts, int[] places, string[] pieces)
    {
        var text = sample;
        for (var i = 0; i < cuts && text.Length > 1; i++)
        {
            var start = places[i] % text.Length;
            text = text.Remove(start, Math.Min(places[i + 4] % 40, text.Length - start));
        }

        for (var i = 0; i < pieces.Length; i++)
            text = text.Insert(places[i + 3] % (text.Length + 1), pieces[i]);
        return text;
    }

    [Theory]
    [InlineData(10_000_000, 1, "A field of 10,000,000 characters: those behind the first 65,536 are left out.")]
    [InlineData(1, 2_000, "A message has 2,001 fields; those behind the first 1,000 are left out.")]
    public void What_is_left_out_of_a_long_message_is_said(int length, int count, string problem)
    {
        var fields = string.Concat(Enumerable.Range(0, count).Select(number => $"X-{number}: {new string('a', length)}\n"));
        var recording = RawHttpReader.Read($"GET / HTTP/1.1\nHost: a.example\n{fields}\nHTTP/1.1 401 Unauthorized\n\n");

        Assert.Equal(401, Assert.Single(recording.Exchanges).Status);
        Assert.Equal(problem, Assert.Single(recording.Problems).Message);
    }
}

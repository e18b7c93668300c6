using System.Text;
using Countersign.Inspector.Reading;
using Countersign.Inspector.Reading.Har;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Inspector.Tests.Checks;

public sealed class HostileTranscriptTests
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "{", "}", "[", "=", ";", ",", "***", "\r\n", "\n\n", "\0", ": ", "é€😀", "\\ud800", "\"status\":1e999", "\"error\":{\"error\":", "99999999999999999999", "-1", "max-age=", "Set-Cookie: =;=;\n", "Set-Cookie: session=x; Domain=.; Path=\n",
        "Cookie: session\n", "Location: http://[\n", "Location: //\n", "Origin: null\n", "Vary: ,\n", "Expires: 0\n", "Date: 9999-12-31T23:59:59Z\n", "Access-Control-Allow-Origin:\n", "Accept: ;q=\n", "Age: -5\n", "HTTP/1.1 401 x\n", "GET / HTTP/1.1\nHost: a\n\n", "https://", "@",
    ];

    [Fact]
    public void Transcripts_that_were_cut_joined_and_littered_are_judged_to_the_end()
    {
        var samples = Directory.GetFiles(Transcripts.Root, "*.http", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        var change =
            from one in Gen.Elements(samples)
            from other in Gen.Elements(samples)
            from places in Gen.Choose(0, 1_000_000).ArrayOf(5)
            from pieces in Gen.Elements(Pieces).ArrayOf(5)
            select places.Zip(pieces).Aggregate(one + "\n" + other, (text, each) => text.Insert(each.First % text.Length, each.Second));

        Prop.ForAll(change.ToArbitrary(), text => !Inspection.Of(RawHttpReader.Read(text)).Findings.IsDefault).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20261123, 4711));
    }

    [Theory]
    [InlineData("{\"\\ud800\":1,\"code\":401,\"message\":\"\\udc00\"}")]
    [InlineData("{\"errors\":[1,null,{\"extensions\":[]},{\"extensions\":{\"code\":\"\\ud800\"}}]}")]
    [InlineData("{\"error\":{\"error\":{\"error\":{\"status\":99999999999999999999}}}}")]
    public void JSON_that_is_no_text_is_passed_over(string content) =>
        Assert.Empty(Inspection.Of(RawHttpReader.Read($"GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{content}\n")).Findings);

    [Fact]
    public void Times_at_the_end_of_all_times_do_no_harm()
    {
        const string Entry = """{"startedDateTime":"9999-12-31T23:59:59.999Z","time":999999999,"request":{"method":"GET","url":"https://a.example/","headers":[{"name":"Cookie","value":"session=x7"}]},"response":{"status":401,"headers":[{"name":"Set-Cookie","value":"session=; Max-Age=0"},{"name":"Expires","value":"9999-12-31T23:59:59Z"},{"name":"Date","value":"0001-01-01T00:00:00Z"}],"content":{}}}""";

        Assert.Equal(2, Inspection.Of(HarReader.Read(Encoding.UTF8.GetBytes($$$"""{"log":{"entries":[{{{Entry}}},{{{Entry}}}]}}"""))).Recording.Exchanges.Length);
    }

    [Theory]
    [InlineData("at / at a:1 at (/")]
    [InlineData("<input <input type= ")]
    [InlineData("too many failed login ")]
    [InlineData("a-a.a-a.svc.cluster.")]
    [InlineData("\n \t ")]
    public void Content_made_to_be_slow_is_looked_through(string piece)
    {
        var content = string.Concat(Enumerable.Repeat(piece, 250_000 / piece.Length));

        Assert.NotEmpty(Inspection.Of(RawHttpReader.Read($"GET / HTTP/1.1\nHost: a.example\nAccept: application/json\n\nHTTP/1.1 401 Unauthorized\nContent-Type: text/html\n\n{content}\n\nGET / HTTP/1.1\nHost: a.example\nAccept: application/json\n\nHTTP/1.1 200 OK\nContent-Type: text/html\n\n{content}\n")).Findings);
    }
}

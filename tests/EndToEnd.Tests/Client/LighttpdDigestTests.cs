using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The Digest client against lighttpd, which knows the algorithms of RFC 7616 and hashed names.</summary>
public sealed class LighttpdDigestTests
{
    [Theory]
    [InlineData("/sha256/x", "SHA-256", true)]
    [InlineData("/sha512/x", "SHA-512-256", false)]
    [InlineData("/both/x", "SHA-256", false)]
    [InlineData("/md5/x", "MD5", false)]
    public async Task Takes_one_request_for_each(string path, string algorithm, bool hashesName)
    {
        await using var server = await StartAsync();
        using var caller = new DigestCaller(server.Origin, "u", "p", digest => digest.AllowMd5 = algorithm == "MD5");

        for (var i = 0; i < 5; i++)
            Assert.Equal("in", await caller.GetAsync($"{path}?i={i}&q=%2F"));
        await caller.GetAtOnceAsync(path, 50);
        await server.StopAsync();

        Assert.Equal(56, caller.Legs.Count);
        Assert.Equal(["401 -", .. Enumerable.Repeat("200 u", 55)], server.Log);
        var sent = caller.Legs.Last().Sent!;
        Assert.Equal((algorithm, hashesName ? "true" : null), (sent.Find("algorithm"), sent.Find("userhash")));
        Assert.Equal(hashesName ? DigestHash.Userhash(DigestAlgorithm.Sha256, "u", "r") : "u", sent.Find("username"));
    }

    [Fact]
    public async Task Gets_in_with_a_name_beyond_ASCII_where_it_is_hashed()
    {
        await using var server = await StartAsync();
        using var caller = new DigestCaller(server.Origin, "jörg", "päss");

        Assert.Equal("in", await caller.GetAsync("/sha256/x"));
    }

    private static Task<RealServer> StartAsync() => RealServer.StartAsync("/usr/sbin/lighttpd", server =>
    {
        static string Line(DigestAlgorithm algorithm, string user, string password) =>
            $"{user}:r:{DigestHash.Secret(algorithm, user, "r", password)}:{DigestHash.Userhash(algorithm, user, "r")}\n";
        server.Write("sha256", Line(DigestAlgorithm.Sha256, "u", "p") + Line(DigestAlgorithm.Sha256, "jörg", "päss"));
        server.Write("sha512", Line(DigestAlgorithm.Sha512T256, "u", "p"));
        server.Write("md5", Line(DigestAlgorithm.Md5, "u", "p"));
        foreach (var folder in (string[])["sha256", "sha512", "both", "md5"])
            server.Write($"site/{folder}/x", "in");
        string Space(string folder, string file, string algorithms, string more = "") => $$"""
            $HTTP["url"] =~ "^/{{folder}}/" {
              auth.backend.htdigest.userfile = "{{server.PathOf(file)}}"
              auth.require = ("/{{folder}}/" => ("method" => "digest", "realm" => "r", "require" => "valid-user", "algorithm" => "{{algorithms}}"{{more}}))
            }
            """;
        server.Write("lighttpd.conf", $$"""
            server.document-root = "{{server.PathOf("site")}}"
            server.bind = "127.0.0.1"
            server.port = {{server.Port}}
            server.max-keep-alive-requests = 10000
            server.modules = ("mod_auth", "mod_authn_file", "mod_accesslog")
            accesslog.filename = "{{server.PathOf("access.log")}}"
            accesslog.format = "%s %u"
            auth.backend = "htdigest"
            {{Space("sha256", "sha256", "SHA-256", """, "userhash" => "enable" """)}}
            {{Space("sha512", "sha512", "SHA-512-256")}}
            {{Space("both", "sha256", "MD5|SHA-256")}}
            {{Space("md5", "md5", "MD5")}}
            """);
        return ["-D", "-f", server.PathOf("lighttpd.conf")];
    });
}

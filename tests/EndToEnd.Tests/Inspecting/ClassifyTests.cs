using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Countersign.EndToEnd.Client;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>Access logs, as a real server writes them and as the command takes them.</summary>
public sealed class ClassifyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    [Fact]
    public async Task Judges_what_nginx_has_just_written()
    {
        await using var server = await RealServer.StartAsync("/usr/sbin/nginx", Configure);
        Assert.Equal(401, (await Programs.CurlAsync($"{server.Origin}/area/x?token=abc")).Status);
        Assert.Equal(200, (await Programs.CurlAsync("--user", "anna:secret", $"{server.Origin}/area/x?token=abc")).Status);
        Assert.Equal(401, (await Programs.CurlAsync("--user", "anna:secret", "--user-agent", "kube-probe/1.31", "--header", "Authorization:", $"{server.Origin}/area/y")).Status);
        await server.StopAsync();

        using var json = await JsonAsync(0, server.PathOf("access.log"));

        Assert.Equal("combined", json.RootElement.GetProperty("files")[0].GetProperty("format").GetString());
        Assert.Equal((3, 0), (json.RootElement.GetProperty("lines").GetProperty("all").GetInt32(), json.RootElement.GetProperty("lines").GetProperty("unread").GetInt32()));
        Assert.Equal(["M1 1", "M2 1"], Classes(json));
        Assert.DoesNotContain("abc", json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_several_files_in_the_order_of_their_times()
    {
        var late = Write("access.log", Line(11, 200, "anna"));
        var early = Path.Combine(_folder.FullName, "access.log.1.gz");
        await using (var gzip = new GZipStream(File.Create(early), CompressionLevel.Fastest))
            await gzip.WriteAsync(Encoding.ASCII.GetBytes(Line(10, 401, "-")), TestContext.Current.CancellationToken);

        using var json = await JsonAsync(0, late, early);

        Assert.Equal(["M2 1"], Classes(json));
        Assert.Equal([early, late], json.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Ends_with_1_above_the_share_that_was_given()
    {
        var log = new StringBuilder();
        for (var second = 0; second < 1200; second++)
            log.Append(Line(second, second is >= 600 and < 900 ? 401 : 200, "-", $"198.51.100.{second % 20}"));
        var file = Write("access.log", log.ToString());

        Assert.Equal(1, (await Programs.CountersignAsync("classify", file, "--fail-above", "5")).Code);
        Assert.Equal(0, (await Programs.CountersignAsync("classify", file, "--fail-above", "50")).Code);
        var before = await Programs.CountersignAsync("classify", file, "--fail-above", "5", "--until", "2026-11-22T12:10Z");
        Assert.Equal(0, before.Code);
        Assert.Contains("600 lines outside of the time asked for", string.Join(' ', before.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        using var deployed = await JsonAsync(0, file, "--deploy", "2026-11-22T12:09:30Z");
        Assert.Equal(["M9 300"], Classes(deployed));
    }

    [Fact]
    public async Task Fits_a_terminal()
    {
        var log = new StringBuilder();
        for (var second = 0; second < 3600; second++)
            log.Append(Line(second, second % 7 == 0 ? 401 : 200, second % 5 == 0 ? "anna" : "-", $"2001:db8:{second % 20}::1", second % 3 == 0 ? "/a-path/that-is-rather-long/for-what-it-is/and-goes-on-and-on-and-on" : "/orders"));
        var ran = await Programs.CountersignWithInputAsync(log.ToString(), "classify", "-");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.All(ran.Output.Split('\n'), line => Assert.True(line.Length <= 80 || !line.Trim().Contains(' ', StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task A_log_of_refusals_alone_has_no_share_to_fail_by()
    {
        const string Line = """{"time":"2026-11-23T03:19:31.640Z","level":"INFO","event":"challenged","reason":"credentials-missing","status":401,"client":"198.51.100.7","path":"/orders"}""";
        var ran = await Programs.CountersignWithInputAsync(Line, "classify", "-", "--fail-above", "5");

        Assert.Equal(1, ran.Code);
        Assert.Contains("refusals alone", ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] Configure(RealServer server)
    {
        server.Write("area/x", "inside");
        server.Write("users", "anna:{PLAIN}secret\n");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var open in new[] { "", "area" })
                File.SetUnixFileMode(server.PathOf(open), (UnixFileMode)0b111_101_101);
        }

        server.Write("nginx.conf", $$"""
            daemon off;
            pid {{server.PathOf("nginx.pid")}};
            error_log stderr;
            events { }
            http {
                access_log {{server.PathOf("access.log")}} combined;
                client_body_temp_path {{server.PathOf("body")}};
                proxy_temp_path {{server.PathOf("proxy")}};
                fastcgi_temp_path {{server.PathOf("fastcgi")}};
                uwsgi_temp_path {{server.PathOf("uwsgi")}};
                scgi_temp_path {{server.PathOf("scgi")}};
                server {
                    listen 127.0.0.1:{{server.Port}};
                    root {{server.PathOf("")}};
                    location /area/ { auth_basic area; auth_basic_user_file {{server.PathOf("users")}}; }
                }
            }
            """);
        return ["-e", "stderr", "-c", server.PathOf("nginx.conf")];
    }

    private static string[] Classes(JsonDocument json) =>
    [
        .. json.RootElement.GetProperty("classes").EnumerateArray()
            .Where(row => row.GetProperty("count").GetInt32() > 0)
            .Select(row => $"{row.GetProperty("class").GetString()} {row.GetProperty("count").GetInt32().ToString(CultureInfo.InvariantCulture)}"),
    ];

    private static async Task<JsonDocument> JsonAsync(int code, params string[] arguments)
    {
        var ran = await Programs.CountersignAsync(["classify", .. arguments, "--format", "json"]);
        Assert.True(ran.Code == code, $"{ran.Code}: {ran.Output}{ran.Error}");
        return JsonDocument.Parse(ran.Output);
    }

    private static string Line(int second, int status, string user, string client = "198.51.100.7", string path = "/orders") =>
        string.Create(CultureInfo.InvariantCulture, $"{client} - {user} [22/Nov/2026:12:{second / 60:00}:{second % 60:00} +0000] \"GET {path} HTTP/1.1\" {status} 17 \"-\" \"okhttp/4.12.0\"\n");

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}

using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>Files of Apache's own programs, and ours in Apache's hands.</summary>
public sealed class PasswordFileTests
{
    private const string Htpasswd = "/usr/bin/htpasswd";
    private const string Password = "b:ü p4ss";

    [Theory]
    [InlineData("-B")]
    [InlineData("-m")]
    [InlineData("-s")]
    [InlineData("-2")]
    [InlineData("-5")]
    public async Task Takes_a_line_of_every_kind_that_htpasswd_makes(string kind)
    {
        Programs.Need(Htpasswd);
        var line = await Programs.RunAsync(Htpasswd, ["-nb", kind, "eva", Password]);
        Assert.SkipWhen(line.Code == 2, $"this htpasswd has no {kind}");
        await using var site = await Site.RunAsync(Basic, ("users.htpasswd", line.Output.Trim() + "\n"));

        var right = await Programs.CurlAsync("--user", $"eva:{Password}", site.Url("/"));
        var wrong = await Programs.CurlAsync("--user", "eva:b:ü p4s", site.Url("/"));

        Assert.Equal((200, 401), (right.Status, wrong.Status));
    }

    [Fact]
    public async Task Notices_a_password_that_htpasswd_changed()
    {
        Programs.Need(Htpasswd);
        await using var site = await Site.RunAsync(Basic, ("users.htpasswd", ""));
        var file = site.PathOf("users.htpasswd");

        foreach (var password in (string[])["first", "second"])
        {
            Assert.Equal(0, (await Programs.RunAsync(Htpasswd, ["-bB", file, "eva", password])).Code);
            var (status, _) = await Eventually.UntilAsync(() => Programs.CurlAsync("--user", $"eva:{password}", site.Url("/")), answer => answer.Status == 200, pause: 0.5);
            Assert.Equal(200, status);
        }

        Assert.Equal(401, (await Programs.CurlAsync("--user", "eva:first", site.Url("/"))).Status);
    }

    [Fact]
    public async Task Takes_a_file_that_htdigest_made()
    {
        Programs.Need("/usr/bin/htdigest");
        await using var site = await Site.CreateAsync();
        // htdigest reads passwords from a terminal only.
        using (var terminal = Terminal.Run($"htdigest -c '{site.PathOf("devices.htdigest")}' 'device realm' sensor2"))
        {
            await terminal.AnswerAsync("New password: ", "s3 cret");
            await terminal.AnswerAsync("Re-type new password: ", "s3 cret");
            Assert.True(await terminal.EndAsync() == 0, terminal.Shown);
        }

        await site.ConfigureAsync("""
            schemes:
              devices: { type: digest, realm: device realm, htdigest: ./devices.htdigest, algorithms: [MD5] }
            routes:
              - { name: all, access: { any-of: [devices] }, upstream: UPSTREAM }
            """);
        await site.StartAsync();

        var right = await Programs.CurlAsync("--digest", "--user", "sensor2:s3 cret", site.Url("/"));
        var wrong = await Programs.CurlAsync("--digest", "--user", "sensor2:s3cret", site.Url("/"));

        Assert.Equal((200, 401), (right.Status, wrong.Status));
    }

    [Theory]
    [InlineData("bcrypt")]
    [InlineData("apr1")]
    [InlineData("sha512-crypt")]
    [InlineData("yescrypt")]
    public async Task Makes_lines_that_htpasswd_verifies(string kind)
    {
        Programs.Need(Htpasswd);
        var file = Path.GetTempFileName();
        try
        {
            var made = await Programs.CountersignWithInputAsync(Password + "\n", "hash", "--kind", kind, "--user", "eva");
            Assert.True(made.Code == 0, made.Error);
            await File.WriteAllTextAsync(file, made.Output, TestContext.Current.CancellationToken);

            var right = await Programs.RunAsync(Htpasswd, ["-vb", file, "eva", Password]);
            var wrong = await Programs.RunAsync(Htpasswd, ["-vb", file, "eva", "wrong"]);

            Assert.Equal((0, 3), (right.Code, wrong.Code));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private const string Basic = """
        limits: { attempts-per-name: 1000 }
        schemes:
          staff: { type: basic, realm: Staging, htpasswd: ./users.htpasswd, allow-cleartext: true }
        routes:
          - { name: all, access: { any-of: [staff] }, upstream: UPSTREAM }
        """;
}

using System.Text;
using System.Text.Json;
using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary><c>countersign login</c> before a real nginx, and what is kept of it.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly CommandHome _home = new();

    [Fact]
    public async Task A_kept_sign_in_is_used_for_its_origin_until_it_is_forgotten()
    {
        await using var nginx = await NginxArea.StartAsync();
        var area = nginx.Url + "/area/index.txt";

        var login = await _home.RunWithInputAsync(NginxArea.Password + "\n", "login", area, "--user", "anna", "--password-stdin");
        var request = await _home.RunAsync("request", area);
        var without = await _home.RunAsync("request", "-q", "--no-login", area);
        var list = await _home.RunAsync("login", "--list", "--format", "json");
        var logout = await _home.RunAsync("logout", nginx.Url);
        var after = await _home.RunAsync("request", "-q", area);

        Assert.True(login.Code == 0, login.Error);
        Assert.Contains("as anna (password); kept for countersign request", login.Output, StringComparison.Ordinal);
        Assert.Equal((0, "inside"), (request.Code, request.Output));
        Assert.Contains("with the sign-in kept for " + nginx.Url, request.Error, StringComparison.Ordinal);
        Assert.Equal(1, without.Code);
        Assert.Equal("anna", Assert.Single(JsonDocument.Parse(list.Output).RootElement.EnumerateArray()).GetProperty("user").GetString());
        Assert.Equal((0, 1), (logout.Code, after.Code));
        Assert.All([login, request, list], ran => Assert.DoesNotContain(NginxArea.Password, ran.Output + ran.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_kept_lies_sealed_and_for_its_owner_alone()
    {
        await using var nginx = await NginxArea.StartAsync();

        await _home.RunWithInputAsync(NginxArea.Password + "\n", "login", nginx.Url + "/area/", "--user", "anna", "--password-stdin");

        Assert.NotEmpty(_home.Files);
        foreach (var file in _home.Files)
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.DoesNotContain(NginxArea.Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows() && file.Contains("logins", StringComparison.Ordinal))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task What_does_not_get_in_is_not_kept()
    {
        await using var nginx = await NginxArea.StartAsync();

        var wrong = await _home.RunWithInputAsync("not the password\n", "login", nginx.Url + "/area/", "--user", "anna", "--password-stdin");
        var open = await _home.RunWithInputAsync("x\n", "login", nginx.Url + "/", "--user", "anna", "--password-stdin");
        var list = await _home.RunAsync("login", "--list");

        Assert.Equal((1, 1), (wrong.Code, open.Code));
        Assert.Contains("nothing is kept: these credentials do not get in", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("asks for no credentials (its answer is 204)", open.Error, StringComparison.Ordinal);
        Assert.Equal("No sign-in is kept.\n", list.Output);
    }

    [Fact]
    public async Task What_was_allowed_when_signing_in_is_allowed_with_what_is_kept()
    {
        await using var site = await Site.RunAsync(
            """
            schemes:
              devices: { type: digest, realm: r, htdigest: ./htdigest, algorithms: [MD5] }
            routes:
              - { name: all, match: { path: /** }, access: { any-of: [devices] }, upstream: UPSTREAM }
            """,
            ("htdigest", $"anna:r:{DigestHash.Secret(DigestAlgorithm.Md5, "anna", "r", "open sesame")}\n"));

        var without = await _home.RunWithInputAsync("open sesame\n", "login", site.Url("/x"), "--user", "anna", "--password-stdin");
        var login = await _home.RunWithInputAsync("open sesame\n", "login", site.Url("/x"), "--user", "anna", "--password-stdin", "--allow-md5");
        var request = await _home.RunAsync("request", site.Url("/x"));

        Assert.Equal((1, 0), (without.Code, login.Code));
        Assert.True(request.Code == 0, request.Error);
    }

    [Fact]
    public async Task Sign_ins_of_many_commands_at_once_are_all_kept()
    {
        await using var nginx = await NginxArea.StartAsync();
        string[] hosts = ["127.0.0.1", "localhost"];

        var ran = await Task.WhenAll(hosts.Select(host =>
            _home.RunWithInputAsync(NginxArea.Password + "\n", "login", new UriBuilder(nginx.Url) { Host = host, Path = "/area/" }.Uri.AbsoluteUri, "--user", "anna", "--password-stdin")));
        var list = await _home.RunAsync("login", "--list", "--format", "json");

        Assert.All(ran, login => Assert.True(login.Code == 0, login.Error));
        Assert.Equal(hosts.Length, JsonDocument.Parse(list.Output).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_origin()
    {
        await using var nginx = await NginxArea.StartAsync();
        await File.WriteAllTextAsync(_home.PathOf("auth"), $"anna:{NginxArea.Password}", TestContext.Current.CancellationToken);

        var ran = await _home.RunAsync("request", "--no-reauth", "--auth", "@" + _home.PathOf("auth"), nginx.Url + "/away");
        var followed = await _home.RunAsync("request", "--auth", "@" + _home.PathOf("auth"), nginx.Url + "/away", "X-API-Key:of-this-origin", "--format", "json");

        Assert.Equal(0, ran.Code);
        Assert.Contains("302", ran.Error, StringComparison.Ordinal);
        var told = JsonDocument.Parse(followed.Output).RootElement;
        var legs = told.GetProperty("exchange").EnumerateArray().ToList();
        Assert.Equal(1, followed.Code);
        Assert.StartsWith("countersign request --auth USER http://localhost:", told.GetProperty("advice")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal([302, 401], legs.Select(leg => leg.GetProperty("status").GetInt32()));
        Assert.Equal("X-API-Key", legs[0].GetProperty("leftBehind")[0].GetString());
        Assert.Equal("no-credentials", legs[1].GetProperty("challenges")[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task An_answer_of_any_length_is_handed_on()
    {
        await using var nginx = await NginxArea.StartAsync();
        await File.WriteAllTextAsync(_home.PathOf("auth"), $"anna:{NginxArea.Password}", TestContext.Current.CancellationToken);

        var ran = await _home.RunAsync("request", "--auth", "@" + _home.PathOf("auth"), "--output", _home.PathOf("large"), "--har", _home.PathOf("x.har"), nginx.Url + "/area/large.bin");

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal(NginxArea.LargeLength, new FileInfo(_home.PathOf("large")).Length);
        Assert.InRange(new FileInfo(_home.PathOf("x.har")).Length, 1, 3 * 1024 * 1024);
    }

    public void Dispose() => _home.Dispose();
}

using System.Globalization;
using Countersign.EndToEnd.Client;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Xunit;

namespace Countersign.EndToEnd.Fixes;

/// <summary>Every snippet that an owner is shown, in the real framework: what the inspector finds without it is gone with it, and nothing else comes in its place.</summary>
public sealed class OwnerFixTests
{
    private const string GoProgram = "/usr/bin/go";

    [Fact]
    public async Task Express() => await AssertMendsAsync(Framework.Express, await RealServer.StartAsync("/usr/bin/node", server =>
    {
        // Modules are looked for from where the file is.
        Directory.CreateSymbolicLink(server.PathOf("node_modules"), Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Peers", "node_modules"));
        server.Write("site.mjs", FrameworkSite.Text("express.mjs", Framework.Express));
        return [server.PathOf("site.mjs"), Text(server.Port)];
    }));

    [Fact]
    public async Task FastAPI()
    {
        Programs.Need("/usr/lib/python3/dist-packages/fastapi/__init__.py");
        await AssertMendsAsync(Framework.FastApi, await StartPythonAsync("fastapi.py", Framework.FastApi));
    }

    [Fact]
    public async Task Django_REST_framework()
    {
        Programs.Need("/usr/lib/python3/dist-packages/rest_framework/__init__.py");
        await AssertMendsAsync(Framework.DjangoRest, await StartPythonAsync("django.py", Framework.DjangoRest));
    }

    [Fact]
    public async Task ASP_NET_Core()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users.htdigest"), $"anna:orders:{new string('a', 64)}\n", TestContext.Current.CancellationToken);
            var run = await CSharpProgram.CompileAsync(folder.FullName, FrameworkSite.Text("aspnetcore.txt", Framework.AspNetCore));
            await AssertMendsAsync(Framework.AspNetCore, await RealServer.StartAsync(CSharpProgram.Runner, server => [.. run, Text(server.Port)]), ports: Path.Combine(folder.FullName, "ports"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Go()
    {
        Programs.Need(GoProgram);
        var folder = Directory.CreateTempSubdirectory("countersign-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "site.go"), FrameworkSite.Text("site.go", Framework.Go), TestContext.Current.CancellationToken);
            var built = await Programs.RunAsync("env", ["GO111MODULE=off", "GOFLAGS=", $"GOCACHE={Path.Combine(folder.FullName, "cache")}", GoProgram, "build", "-o", Path.Combine(folder.FullName, "site"), Path.Combine(folder.FullName, "site.go")]);
            Assert.True(built.Code == 0, built.Error);
            await AssertMendsAsync(Framework.Go, await RealServer.StartAsync(Path.Combine(folder.FullName, "site"), server => [Text(server.Port)]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Nginx() => await AssertMendsAsync(Framework.Nginx, await RealServer.StartAsync("/usr/sbin/nginx", server =>
    {
        server.Write("nginx.conf", Configuration(server, "nginx.conf", Framework.Nginx));
        return ["-e", "stderr", "-p", server.PathOf(""), "-c", server.PathOf("nginx.conf")];
    }), isByHost: true);

    [Fact]
    public async Task Apache() => await AssertMendsAsync(Framework.Apache, await RealServer.StartAsync("/usr/sbin/apache2", server =>
    {
        server.Write("apache.conf", Configuration(server, "apache.conf", Framework.Apache));
        return ["-D", "FOREGROUND", "-f", server.PathOf("apache.conf")];
    }), isByHost: true);

    private static Task<RealServer> StartPythonAsync(string file, Framework framework) => RealServer.StartAsync("/usr/bin/python3", server =>
    {
        server.Write("site.py", FrameworkSite.Text(file, framework));
        return [server.PathOf("site.py"), Text(server.Port)];
    });

    // With the paths of the test in place of those that the snippets have as examples.
    private static string Configuration(RealServer server, string file, Framework framework)
    {
        server.Write("users", "good:{SHA}/BkxjdExKM4UNE0GZRCpgiacJBs=\n");
        server.Write("site/orders", "[]");
        server.Write("site/refused.html", "<!doctype html><title>Refused</title>");
        server.Write("site/refused.json", """{"title":"Unauthorized","status":401}""");
        server.Write("site/metadata.json", """{"resource":"https://api.example.org/","authorization_servers":["https://login.example.org"]}""");
        if (!OperatingSystem.IsWindows())
        {
            // Both servers read as somebody else.
            File.SetUnixFileMode(server.PathOf(""), (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(server.PathOf("site"), (UnixFileMode)0b111_101_101);
        }

        return FrameworkSite.Text(file, framework)
            .Replace("/etc/nginx/users.htpasswd", "USERS", StringComparison.Ordinal).Replace("/etc/apache2/users.htpasswd", "USERS", StringComparison.Ordinal)
            .Replace("/srv/www/metadata.json", "FOLDER/site/metadata.json", StringComparison.Ordinal)
            .Replace("USERS", "FOLDER/users", StringComparison.Ordinal)
            .Replace("FOLDER", server.PathOf(""), StringComparison.Ordinal)
            .Replace("MODULES", "/usr/lib/apache2/modules", StringComparison.Ordinal)
            .Replace("PORT", Text(server.Port), StringComparison.Ordinal);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static async Task AssertMendsAsync(Framework framework, RealServer server, bool isByHost = false, string? ports = null)
    {
        await using var site = new FrameworkSite(server) { IsByHost = isByHost, Ports = ports };
        Assert.NotEmpty(FrameworkSite.RemediesOf(framework));
        foreach (var remedy in FrameworkSite.RemediesOf(framework))
        {
            var (probes, wanted) = Probe.Of(remedy);
            if (isByHost && remedy == Remedy.Cors)
                probes = [.. probes.Select(probe => probe with { Request = probe.Request.Replace("Bearer good", "Basic Z29vZDpnb29k", StringComparison.Ordinal) })];
            var (before, faulty) = await site.TryAsync("before", remedy, probes);
            Assert.True(before.Findings.Any(finding => wanted.Contains(finding.Check.Id) && finding.Check.Remedy == remedy), $"{remedy.Name}: nothing is found in\n{string.Join("\n\n", faulty)}");

            var (after, answers) = await site.TryAsync("after", remedy, probes);
            Assert.All(probes.Zip(answers), each =>
            {
                var status = int.Parse(each.Second.Split(' ')[1], CultureInfo.InvariantCulture);
                Assert.True(each.First.After == 0 ? status is >= 200 and < 400 : status == each.First.After, $"{remedy.Name}: {each.First.Request}\n{each.Second}");
                Assert.Contains(each.First.Has, each.Second, StringComparison.OrdinalIgnoreCase);
            });
            Assert.Empty(after.Findings.Where(finding => finding.Check.Remedy == remedy || finding.Severity >= Severity.Warning).Select(finding => $"{remedy.Name} leaves {finding.Check.Id}: {finding.Message}\n{string.Join("\n\n", answers)}"));
        }
    }
}

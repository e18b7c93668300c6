using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Doctor;
using Countersign.Gateway.Doctor.Surroundings;
using Countersign.Gateway.Doctor.Surroundings.Checks;
using Countersign.Gateway.Tests.Configuration;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Gateway.Tests.SignIn;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Doctor;

/// <summary>Configurations whose surroundings are in order, or lack one thing.</summary>
public sealed class SurroundingsExaminationTests : IDisposable
{
    private const string People = "sign-in: { users: store }\nschemes: { people: { type: session, allow-cleartext: true } }\n";
    private const string All = "routes: [{ name: all, access: { any-of: [people] }, upstream: \"http://127.0.0.1:9\" }]\n";

    private readonly Fixtures _files = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Finds_nothing_where_all_is_well()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync($$"""
            listen: http://127.0.0.1:{{RunningGateway.FreePort()}}
            trusted-proxies: [127.0.0.1]
            forward-auth: { proxies: [127.0.0.1] }
            sign-in: { users: store, providers: { op: { type: oidc, issuer: "{{provider.Url}}", client-id: x, client-secret: y } } }
            schemes:
              people: { type: session, allow-cleartext: true }
              tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{provider.Url}}", audiences: [a] }] }
            routes:
              - { name: assets, match: { path: /robots.txt }, access: public, upstream: UPSTREAM }
              - { name: app, match: { host: app.localhost }, access: { any-of: [people, tokens] }, upstream: UPSTREAM }
              - { name: all, access: deny }
            """);
        gateway.Host.Services.Users.Add(new("anna", "*"));

        var report = await ExamineAsync(gateway.File);

        Assert.All(report.Findings.Where(finding => finding.Check.Id is not ("configuration/read" or "listeners/held")), finding =>
            Assert.True(finding.Verdict == FindingVerdict.Ok, $"{finding.Check.Id}: {finding.Found}"));
        var expected = SurroundingsCatalogue.Rows.Select(row => row.Id).Except(["store/clock", "listeners/certificate"]).ToHashSet();
        Assert.Superset(expected, report.Findings.Select(finding => finding.Check.Id).ToHashSet());
        Assert.Equal(FindingVerdict.Ok, Found(report, "listeners/held")[0].Verdict);
    }

    [Theory]
    [InlineData("configuration/read", FindingVerdict.Fault, "routes: [{ name: all, access: maybe }]\n")]
    [InlineData("sign-in/transport", FindingVerdict.Fault, "sign-in: { users: store }\nschemes: { people: { type: session } }\n" + All)]
    [InlineData("sign-in/transport", FindingVerdict.Warning, "listen: http://*:0\n" + People + All)]
    [InlineData("sign-in/people", FindingVerdict.Fault, People + All)]
    [InlineData("sign-in/people", FindingVerdict.Fault, People + "routes: [{ name: all, access: deny }]\n")]
    [InlineData("sign-in/hosts", FindingVerdict.Warning, People + "routes: [{ name: all, match: { host: nowhere.invalid }, access: deny }]\n")]
    [InlineData("proxies/believed", FindingVerdict.Fault, "trusted-proxies: [10.1.2.3]\n" + People + All)]
    [InlineData("proxies/believed", FindingVerdict.Warning, "trusted-proxies: [0.0.0.0/0]\n" + People + All)]
    [InlineData("proxies/forward-auth", FindingVerdict.Fault, "forward-auth: { proxies: [10.1.2.3] }\n" + People + All)]
    [InlineData("store/readable", FindingVerdict.Warning, People + All)]
    public async Task Finds_what_the_configuration_lacks(string id, FindingVerdict verdict, string yaml)
    {
        var report = await ExamineAsync(Write(yaml));

        Assert.Contains(report.Findings, finding => finding.Check.Id == id && finding.Verdict == verdict && finding.Mend is not null);
    }

    [Fact]
    public async Task Tells_who_holds_a_listeners_address()
    {
        await using var other = await EchoUpstream.StartAsync();
        var free = RunningGateway.FreePort();

        var report = await ExamineAsync(Write($"listen: [\"{other.Url}\", \"http://127.0.0.1:{free}\", \"http://192.0.2.1:{free}\", \"http://127.0.0.1:0\"]\n{People}{All}"));

        Assert.Equal([FindingVerdict.Fault, FindingVerdict.Warning, FindingVerdict.Fault, FindingVerdict.NotChecked], Found(report, "listeners/held").Select(finding => finding.Verdict));
        Assert.Contains("Kestrel answers 200", Found(report, "listeners/held")[0].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_store_that_is_none()
    {
        _files.Write("this is no database, but a text that is longer than the head of one", "countersign.db");

        var report = await ExamineAsync(Write(People + All));

        Assert.Equal(FindingVerdict.Fault, Assert.Single(Found(report, "store/readable")).Verdict);
        Assert.Equal(FindingVerdict.NotChecked, Assert.Single(Found(report, "sign-in/people")).Verdict);
    }

    [Fact]
    public async Task Tells_a_store_that_another_program_holds()
    {
        using var store = Store.Open(StoreAddress.OfFile(Path.Combine(_files.Folder, "countersign.db")));
        await using var connection = store.Connect(full: true);
        await using var writing = store.BeginWriting(connection);

        var finding = Assert.Single(Found(await ExamineAsync(Write(People + All)), "store/writable"));

        Assert.Equal(FindingVerdict.Fault, finding.Verdict);
        Assert.Contains("locked", finding.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, FindingVerdict.Fault)]
    [InlineData(100, FindingVerdict.Warning)]
    [InlineData(10000, FindingVerdict.Ok)]
    public void Tells_a_disk_that_fills_up(long mebibytes, FindingVerdict verdict) => Assert.Equal(verdict, DiskFree.Judge(mebibytes << 20, "/srv").Verdict);

    [Fact]
    public async Task Tells_a_folder_that_is_not_there()
    {
        var report = await ExamineAsync(Write(People + All, "sqlite:./nowhere/countersign.db"));

        Assert.Equal(FindingVerdict.Fault, Assert.Single(Found(report, "store/disk")).Verdict);
    }

    [Fact]
    public async Task Tells_files_that_everybody_can_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        using (Store.Open(StoreAddress.OfFile(Path.Combine(_files.Folder, "countersign.db"))))
            Assert.Equal(FindingVerdict.Ok, Assert.Single(Found(await ExamineAsync(Write(People + All)), "files/private")).Verdict);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_files.Folder, "countersign.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Equal(FindingVerdict.Warning, Assert.Single(Found(await ExamineAsync(Write(People + All)), "files/private")).Verdict);
    }

    [Fact]
    public async Task Tells_what_is_wrong_with_a_certificate()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("gateway");
        var (_, another) = authority.Issue("another");
        _files.Write(certificate, "server.pem");
        _files.Write(key, "server.key");
        var file = Write("listen: { url: \"https://127.0.0.1:0\", certificate: ./server.pem, key: ./server.key }\n" + People + "routes: [{ name: all, match: { host: app.localhost }, access: { any-of: [people] }, upstream: \"http://127.0.0.1:9\" }]\n");

        var soon = Found(await ExamineAsync(file), "listeners/certificate");
        var late = Found(await ExamineAsync(file, new ShiftedClock(TimeSpan.FromDays(30))), "listeners/certificate");
        _files.Write(another, "server.key");
        var mixed = Found(await ExamineAsync(file), "listeners/certificate");

        Assert.Contains("ends on", soon[0].Found, StringComparison.Ordinal);
        Assert.Contains("not for app.localhost", soon[1].Found, StringComparison.Ordinal);
        Assert.Equal(FindingVerdict.Fault, late[0].Verdict);
        Assert.Contains("the key is not that of the certificate", Assert.Single(mixed).Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_provider_that_calls_itself_otherwise_and_one_whose_clock_is_off()
    {
        await using var provider = await TestProvider.StartAsync();
        var file = Write($"sign-in: {{ users: store, providers: {{ op: {{ type: oidc, issuer: \"{provider.Url}\", client-id: x, client-secret: y }} }} }}\nschemes: {{ people: {{ type: session, allow-cleartext: true }} }}\n{All}");

        var skewed = await ExamineAsync(file, new ShiftedClock(TimeSpan.FromMinutes(2)));
        provider.Inner.Metadata["issuer"] = "https://other.example";
        var other = await ExamineAsync(file);
        provider.Inner.Metadata["issuer"] = provider.Url;
        provider.Inner.Metadata.Remove("token_endpoint");
        var lacking = await ExamineAsync(file);

        Assert.Equal((FindingVerdict.Ok, FindingVerdict.Fault), (Found(skewed, "providers/answer")[0].Verdict, Found(skewed, "providers/clock")[0].Verdict));
        Assert.Contains("another issuer", Found(other, "providers/answer")[0].Found, StringComparison.Ordinal);
        Assert.Contains("token_endpoint", Found(lacking, "providers/answer")[0].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_an_issuer_without_keys_and_an_upstream_that_is_down()
    {
        await using var empty = await EchoUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var file = Write($$"""
            schemes: { tokens: { type: bearer, allow-cleartext: true, issuers: [{ issuer: "{{empty.Url}}", audiences: [a] }] } }
            routes: [{ name: all, access: { any-of: [tokens] }, upstream: "http://127.0.0.1:{{RunningGateway.FreePort().ToString(CultureInfo.InvariantCulture)}}" }]

            """);

        var report = await ExamineAsync(file);

        Assert.Equal(FindingVerdict.Fault, Assert.Single(Found(report, "issuers/answer")).Verdict);
        Assert.Equal(FindingVerdict.Fault, Assert.Single(Found(report, "upstreams/answer")).Verdict);
    }

    [Theory]
    [InlineData(0, FindingVerdict.Ok)]
    [InlineData(120, FindingVerdict.Fault)]
    public async Task Looks_at_a_database_and_its_clock(int seconds, FindingVerdict verdict)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed.");
        using var server = new PostgresServer();
        var address = server.NewStore();
        using (Store.Open(address))
        {
            var report = await ExamineAsync(Write(People + All, address), new ShiftedClock(TimeSpan.FromSeconds(seconds)));

            Assert.Equal(verdict, Assert.Single(Found(report, "store/clock")).Verdict);
            Assert.Equal(FindingVerdict.Ok, Assert.Single(Found(report, "store/writable")).Verdict);
        }

        server.Stop();
        var gone = await ExamineAsync(Write(People + All, address));
        Assert.Equal(FindingVerdict.Fault, Assert.Single(Found(gone, "store/readable")).Verdict);
    }

    private static Finding[] Found(DoctorReport report, string id) => [.. report.Findings.Where(finding => finding.Check.Id == id)];

    private static Task<DoctorReport> ExamineAsync(string file, TimeProvider? clock = null) =>
        SurroundingsExamination.RunAsync(ConfigurationReader.Read(file, _ => null), new SilentProgress(), clock ?? TimeProvider.System, Cancel);

    private string Write(string yaml, string store = "sqlite:./countersign.db") => _files.Write(
        (yaml.StartsWith("listen:", StringComparison.Ordinal) ? "" : "listen: http://127.0.0.1:0\n") + $"admin: none\nstore: \"{store}\"\n" + yaml);
}

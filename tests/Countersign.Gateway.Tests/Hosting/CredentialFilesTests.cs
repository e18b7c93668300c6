using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Files with credentials that are not as they should be: said at the start and at every change, with file and line.</summary>
public sealed class CredentialFilesTests : IDisposable
{
    private const string Good = "ann:devices:0123456789abcdef0123456789abcdef\n";

    private readonly Fixtures _files = new();
    private readonly LoggedLines _log = new();
    private readonly Store _store;
    private readonly GatewayServices _services;
    private readonly CredentialSources _sources;
    private readonly SchemeFactory _factory;

    public CredentialFilesTests()
    {
        _store = Store.Open("sqlite:" + Path.Combine(_files.Folder, "store.db"));
        _services = new GatewayServices(new GatewayConfiguration(), _store, TimeProvider.System, _log);
        _sources = new CredentialSources(_services);
        _factory = new SchemeFactory(_services, _sources, []);
    }

    public void Dispose()
    {
        _sources.Dispose();
        _services.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task A_broken_line_of_htdigest_is_said_at_the_start_and_of_a_new_version()
    {
        var file = _files.Write(Good + "bob:devices:not-a-hash\n", "devices");
        _factory.Create(new DigestConfiguration("devices") { Htdigest = file });

        var line = Assert.Single(_log.All);
        Assert.StartsWith($"Warning {file}:2: The hash is not 32 digits", line, StringComparison.Ordinal);
        Assert.EndsWith("(the line lets nobody in, the others are taken; scheme devices)", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-hash", line, StringComparison.Ordinal);

        _files.Write(Good + "\n\nnonsense\n", "devices");
        Assert.True(await Eventually.IsSoAsync(() => _log.All.Count > 1));
        Assert.Equal(
            $"Warning {file}:4: Not user:realm:hash. (the line lets nobody in, the others are taken; scheme devices)", _log.All.Last());

        _files.Write(Good, "devices");
        File.Delete(file);
        Assert.True(await Eventually.IsSoAsync(() => _log.All.Count > 2));
        Assert.StartsWith($"Error Scheme devices lets nobody in: {file} can't be read", _log.All.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_htpasswd_that_lets_nobody_in_is_said_at_the_start()
    {
        var file = _files.Write("carl:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\nold:rl0uE0cQ5gYk6\n", "users");
        _factory.Create(new BasicConfiguration("staff") { Htpasswd = file });

        var line = Assert.Single(_log.All);
        Assert.StartsWith($"Warning {file}:2: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("rl0uE0cQ5gYk6", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_of_a_whole_file_is_said_without_a_line()
    {
        _sources.Tell("staff", "/users", null, [(0, "libcrypt.so.1 is not on this machine")]);

        Assert.Equal("Error /users: libcrypt.so.1 is not on this machine (scheme staff)", Assert.Single(_log.All));
    }

    [Fact]
    public void Good_files_are_not_mentioned()
    {
        _factory.Create(new DigestConfiguration("devices") { Htdigest = _files.Write(Good, "devices") });

        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cleartext_is_as_the_operator_allows(bool allow)
    {
        var file = _files.Write(Good, "devices");

        Assert.Equal(!allow, _factory.Create(new DigestConfiguration("devices") { Htdigest = file, AllowCleartext = allow }).NeedsTls);
        Assert.Equal(!allow, _factory.Create(new ApiKeyConfiguration("keys") { AllowCleartext = allow }).NeedsTls);
        Assert.Equal(!allow, _factory.Create(new BasicConfiguration("staff") { AllowCleartext = allow }).NeedsTls);
    }
}

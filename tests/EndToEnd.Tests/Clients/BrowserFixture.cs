using Countersign.EndToEnd.Clients;
using Xunit;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Countersign.EndToEnd.Clients;

/// <summary>One browser for all tests, started by the first that opens a tab.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Browser>> _browser = new(Browser.StartAsync);

    internal async Task<Tab> OpenTabAsync()
    {
        Programs.Need(Browser.Chromium);
        return await (await _browser.Value).OpenTabAsync();
    }

    /// <summary>A browser of one person, as if nobody else had used it.</summary>
    internal async Task<Profile> OpenProfileAsync()
    {
        Programs.Need(Browser.Chromium);
        return await (await _browser.Value).OpenProfileAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _browser.Value).DisposeAsync();
    }
}

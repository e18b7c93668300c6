using System.Security.Cryptography;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.AspNetCore.SignIn;

/// <summary>Protects what browsers keep for the gateway. All gateways of a store read what one of them protected.</summary>
internal sealed class StoreProtection : IDataProtectionProvider, IDisposable
{
    /// <summary>Keeps what is protected here apart from what other applications would protect by the same keys.</summary>
    private const string Application = "countersign";

    private readonly ServiceProvider _container;
    private readonly IDataProtectionProvider _provider;

    /// <summary>Takes the keys of a store; a first one is made when something is protected for the first time.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public StoreProtection(Store store)
    {
        var keys = new DataProtectionKeys(store);
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = keys);
        services.AddSingleton<IKeyManager>(container => new SharedKeyManager(ActivatorUtilities.CreateInstance<XmlKeyManager>(container), keys));
        _container = services.BuildServiceProvider();
        _provider = _container.GetRequiredService<IDataProtectionProvider>();
        keys.Changed += (_, _) => _ = Task.Run(TakeKeys);
    }

    /// <summary>Makes and ends keys; for tests of what happens then.</summary>
    internal IKeyManager Keys => _container.GetRequiredService<IKeyManager>();

    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => _provider.CreateProtector(purpose);

    /// <inheritdoc/>
    public void Dispose() => _container.Dispose();

    /// <summary>Has the keys read anew now: the framework does so behind the first one to ask, who would be told by the former ones.</summary>
    private void TakeKeys()
    {
        try
        {
            _provider.CreateProtector("keys").Protect([]);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or ObjectDisposedException or CryptographicException)
        {
            // Whoever needs them next tries again.
        }
    }
}

using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Countersign.AspNetCore.Stores;

/// <summary>The keys of data protection, in the store, which its owner alone can read. Gateways that share the store have the same ones within a second.</summary>
internal sealed class DataProtectionKeys : IXmlRepository
{
    private readonly Store _store;

    /// <summary>Watches the keys of a store.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public DataProtectionKeys(Store store)
    {
        _store = store;
        store.Watching("data_protection_keys", _ => Changed?.Invoke(this, EventArgs.Empty));
    }

    /// <summary>Raised when anybody added a key. Handlers must not use the store.</summary>
    public event EventHandler? Changed;

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyCollection<XElement> GetAllElements() => _store.Read(
        "keys of data protection", connection => connection.Query<string>("SELECT element FROM data_protection_keys ORDER BY position").Select(text => XElement.Parse(text)).ToList());

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The store can't be written.</exception>
    public void StoreElement(XElement element, string friendlyName) => _store.Write((connection, transaction) => connection.Execute(
        "INSERT INTO data_protection_keys (name, element) VALUES (@Name, @Element)",
        new { Name = friendlyName, Element = element.ToString(SaveOptions.DisableFormatting) },
        transaction));
}

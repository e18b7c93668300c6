using System.Data.Common;
using Countersign.AspNetCore.Stores.Engines;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Tests.Stores;

/// <summary>A store file in a folder of its own.</summary>
internal sealed class TemporaryStore : StoreHome
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "store.db");

    public override string Name => $"sqlite:{Path}";

    protected override DbConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    protected override void MakeOld(int version, DbConnection connection)
    {
        foreach (var step in StoreMigrations.After(0, new SqliteDialect(), version))
            connection.Execute(step);
        connection.Execute($"PRAGMA application_id = {0x4373676E}; PRAGMA user_version = {version}");
    }

    protected override string Octets(string digits) => $"x'{digits}'";

    protected override void Leave() => _folder.Delete(recursive: true);
}

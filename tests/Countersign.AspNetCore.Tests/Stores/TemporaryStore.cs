using System.Data.Common;
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

    protected override string Octets(string digits) => $"x'{digits}'";

    protected override void Leave() => _folder.Delete(recursive: true);
}

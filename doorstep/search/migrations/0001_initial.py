

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('detail', models.CharField(max_length=200)),
                ('key', models.CharField(max_length=120)),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Learned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Spelling',
            fields=[
                ('pk', models.CompositePrimaryKey('form', 'word', blank=True, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=20)),
                ('word', models.CharField(max_length=20)),
                ('frequency', models.PositiveIntegerField(default=1)),
            ],
        ),
    ]
